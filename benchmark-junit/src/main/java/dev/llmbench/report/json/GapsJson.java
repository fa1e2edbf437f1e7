package dev.llmbench.report.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.llmbench.metric.Distribution;
import dev.llmbench.metric.KeptHistogram;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.result.Exceedance;
import dev.llmbench.result.KeptGaps;
import dev.llmbench.result.KeptLatencies;
import dev.llmbench.result.LoadResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/** The gaps between chunks, which are no rows of the CSV, as they stand in run.json: as {@link KeptHistogram}s. */
public final class GapsJson {
    private static final String LEAST = "least_histogram";
    private static final String MOST = "most_histogram";

    private GapsJson() {}

    static ObjectNode of(LoadResult result) {
        KeptGaps gaps = result.keptGaps();
        ObjectNode json = JsonFormat.object();
        ArrayNode stages = json.putArray("stages");
        for (int i = 0; i < gaps.stages().size(); i++) {
            stages.add(stage(
                    result.stages().get(i).latency(Metric.CHUNK_GAP),
                    gaps.stages().get(i)));
        }
        ArrayNode counts = json.putArray("over_limits");
        for (KeptGaps.OverLimit limit : gaps.overLimits()) {
            counts.addObject()
                    .put("stage", limit.stage().isPresent() ? limit.stage().getAsInt() : null)
                    .put("limit_us", limit.limitMicros())
                    .put("samples", limit.exceedance().samples())
                    .put("over", limit.exceedance().over())
                    .put("surely_over", limit.exceedance().surely())
                    .put("possibly_over", limit.exceedance().possibly())
                    .put("blurred", limit.blurred());
        }
        ObjectNode slots = json.putObject("slots");
        gaps.slots().forEach((number, kept) -> slots.set(String.valueOf(number), slot(kept)));
        return json;
    }

    private static ObjectNode stage(Distribution gaps, KeptLatencies kept) {
        ObjectNode json = JsonFormat.object()
                .put("count", gaps.count())
                .put("mean_ms", JsonFormat.millis(gaps.micros(Statistic.MEAN)))
                .put("stddev_ms", JsonFormat.millis(gaps.standardDeviationMicros()))
                .put("min_ms", JsonFormat.millis(gaps.micros(Statistic.MIN)))
                .put("max_ms", JsonFormat.millis(gaps.micros(Statistic.MAX)));
        return histograms(json, kept);
    }

    /** The least and the most of each gap are there only where the generator may have changed one. */
    private static ObjectNode histograms(ObjectNode json, KeptLatencies kept) {
        json.put("histogram", kept.values().map(KeptHistogram::text).orElse(null));
        kept.bounds()
                .ifPresent(bounds -> json.put(LEAST, bounds.least().text())
                        .put(MOST, bounds.most().text()));
        return json;
    }

    /** Most slots have nothing but the values. */
    private static JsonNode slot(KeptLatencies kept) {
        return kept.bounds().isPresent() || kept.values().isEmpty()
                ? histograms(JsonFormat.object(), kept)
                : TextNode.valueOf(kept.values().get().text());
    }

    private static KeptLatencies histograms(Fields json) throws IOException {
        Optional<KeptHistogram> values = json.optionalText("histogram").isPresent()
                ? Optional.of(json.read("histogram", KeptHistogram::parse))
                : Optional.empty();
        return new KeptLatencies(
                values,
                json.names().contains(LEAST)
                        ? Optional.of(new KeptLatencies.Bounds(
                                json.read(LEAST, KeptHistogram::parse), json.read(MOST, KeptHistogram::parse)))
                        : Optional.empty());
    }

    public static KeptGaps read(Fields gaps) throws IOException {
        List<KeptLatencies> stages = new ArrayList<>();
        for (Fields stage : gaps.objects("stages")) {
            stages.add(histograms(stage));
        }
        List<KeptGaps.OverLimit> limits = new ArrayList<>();
        for (Fields limit : gaps.objects("over_limits")) {
            limits.add(new KeptGaps.OverLimit(
                    limit.optionalCount("stage").map(OptionalInt::of).orElse(OptionalInt.empty()),
                    limit.decimal("limit_us"),
                    new Exceedance(
                            limit.whole("samples"),
                            limit.whole("over"),
                            limit.whole("surely_over"),
                            limit.whole("possibly_over")),
                    limit.whole("blurred")));
        }
        return new KeptGaps(stages, slots(gaps.object("slots")), limits);
    }

    private static SortedMap<Integer, KeptLatencies> slots(Fields slots) throws IOException {
        SortedMap<Integer, KeptLatencies> histograms = new TreeMap<>();
        for (String number : slots.names()) {
            KeptLatencies histogram = slots.isObject(number)
                    ? histograms(slots.object(number))
                    : new KeptLatencies(Optional.of(slots.read(number, KeptHistogram::parse)), Optional.empty());
            if (!number.matches("\\d{1,9}")) {
                throw new IOException("run.json: chunk_gaps.slots." + number + " is not the number of a slot");
            }
            histograms.put(Integer.valueOf(number), histogram);
        }
        return histograms;
    }
}
