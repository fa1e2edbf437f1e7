package dev.llmbench.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmbench.metric.Distribution;
import dev.llmbench.metric.KeptHistogram;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.result.Exceedance;
import dev.llmbench.result.KeptGaps;
import dev.llmbench.result.LoadResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/** The gaps between chunks, which are no rows of the CSV, as they stand in run.json: as {@link KeptHistogram}s. */
final class GapsJson {
    private GapsJson() {}

    static ObjectNode of(LoadResult result) {
        KeptGaps gaps = result.keptGaps();
        ObjectNode json = Json.object();
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
                    .put("over", limit.exceedance().over());
        }
        ObjectNode slots = json.putObject("slots");
        gaps.slots().forEach((number, kept) -> slots.put(String.valueOf(number), kept.text()));
        return json;
    }

    private static ObjectNode stage(Distribution gaps, Optional<KeptHistogram> kept) {
        return Json.object()
                .put("count", gaps.count())
                .put("mean_ms", Json.millis(gaps.micros(Statistic.MEAN)))
                .put("stddev_ms", Json.millis(gaps.standardDeviationMicros()))
                .put("min_ms", Json.millis(gaps.micros(Statistic.MIN)))
                .put("max_ms", Json.millis(gaps.micros(Statistic.MAX)))
                .put("histogram", kept.map(KeptHistogram::text).orElse(null));
    }

    static KeptGaps read(Fields gaps) throws IOException {
        List<Optional<KeptHistogram>> stages = new ArrayList<>();
        for (Fields stage : gaps.objects("stages")) {
            stages.add(
                    stage.optionalText("histogram").isPresent()
                            ? Optional.of(stage.read("histogram", KeptHistogram::parse))
                            : Optional.empty());
        }
        List<KeptGaps.OverLimit> limits = new ArrayList<>();
        for (Fields limit : gaps.objects("over_limits")) {
            limits.add(new KeptGaps.OverLimit(
                    limit.optionalCount("stage").map(OptionalInt::of).orElse(OptionalInt.empty()),
                    limit.decimal("limit_us"),
                    new Exceedance(limit.whole("samples"), limit.whole("over"))));
        }
        return new KeptGaps(stages, slots(gaps.object("slots")), limits);
    }

    private static SortedMap<Integer, KeptHistogram> slots(Fields slots) throws IOException {
        SortedMap<Integer, KeptHistogram> histograms = new TreeMap<>();
        for (String number : slots.names()) {
            KeptHistogram histogram = slots.read(number, KeptHistogram::parse);
            if (!number.matches("\\d{1,9}")) {
                throw new IOException("run.json: chunk_gaps.slots." + number + " is not the number of a slot");
            }
            histograms.put(Integer.valueOf(number), histogram);
        }
        return histograms;
    }
}
