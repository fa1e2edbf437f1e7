package dev.llmbench.report.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.llmbench.metric.Distribution;
import dev.llmbench.metric.KeptHistogram;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.result.Exceedance;
import dev.llmbench.result.KeptGaps;
import dev.llmbench.result.KeptLatencies;
import dev.llmbench.result.LoadResult;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.stream.IntStream;

/** The gaps between chunks in run.json, as {@link KeptHistogram}s, since the CSV has no rows for them. */
record GapsJson(
        List<StageJson> stages,
        List<OverLimitJson> overLimits,

        @JsonSerialize(contentUsing = SlotWriter.class) @JsonDeserialize(contentUsing = SlotReader.class)
        SortedMap<Integer, KeptLatencies> slots) {

    static GapsJson of(LoadResult result) {
        KeptGaps kept = result.keptGaps();
        return new GapsJson(
                IntStream.range(0, kept.stages().size())
                        .mapToObj(i -> StageJson.of(
                                result.stages().get(i).latency(Metric.CHUNK_GAP),
                                LatenciesJson.of(kept.stages().get(i))))
                        .toList(),
                kept.overLimits().stream().map(OverLimitJson::of).toList(),
                kept.slots());
    }

    KeptGaps gaps() {
        return new KeptGaps(
                stages.stream().map(StageJson::latencies).toList(),
                slots,
                overLimits.stream().map(OverLimitJson::overLimit).toList());
    }

    record StageJson(
            OptionalLong count,
            Optional<BigDecimal> meanMs,
            Optional<BigDecimal> stddevMs,
            Optional<BigDecimal> minMs,
            Optional<BigDecimal> maxMs,
            Optional<KeptHistogram> histogram,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Optional<KeptHistogram> leastHistogram,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Optional<KeptHistogram> mostHistogram) {

        static StageJson of(Distribution gaps, LatenciesJson kept) {
            return new StageJson(
                    OptionalLong.of(gaps.count()),
                    millis(gaps.micros(Statistic.MEAN)),
                    millis(gaps.standardDeviationMicros()),
                    millis(gaps.micros(Statistic.MIN)),
                    millis(gaps.micros(Statistic.MAX)),
                    kept.histogram(),
                    kept.leastHistogram(),
                    kept.mostHistogram());
        }

        private static Optional<BigDecimal> millis(OptionalDouble micros) {
            return Optional.ofNullable(JsonFormat.millis(micros));
        }

        KeptLatencies latencies() {
            return new LatenciesJson(histogram, leastHistogram, mostHistogram).latencies();
        }
    }

    /** Contains the bounds of the gaps only if the generator may have changed one. */
    record LatenciesJson(
            Optional<KeptHistogram> histogram,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Optional<KeptHistogram> leastHistogram,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Optional<KeptHistogram> mostHistogram) {

        static LatenciesJson of(KeptLatencies kept) {
            return new LatenciesJson(
                    kept.values(),
                    kept.bounds().map(KeptLatencies.Bounds::least),
                    kept.bounds().map(KeptLatencies.Bounds::most));
        }

        KeptLatencies latencies() {
            return new KeptLatencies(
                    histogram,
                    leastHistogram.flatMap(least -> mostHistogram.map(most -> new KeptLatencies.Bounds(least, most))));
        }
    }

    record OverLimitJson(
            OptionalInt stage,
            double limitUs,
            long samples,
            long over,
            long surelyOver,
            long possiblyOver,
            long blurred) {

        static OverLimitJson of(KeptGaps.OverLimit limit) {
            Exceedance counted = limit.exceedance();
            return new OverLimitJson(
                    limit.stage(),
                    limit.limitMicros(),
                    counted.samples(),
                    counted.over(),
                    counted.surely(),
                    counted.possibly(),
                    limit.blurred());
        }

        KeptGaps.OverLimit overLimit() {
            return new KeptGaps.OverLimit(
                    stage, limitUs, new Exceedance(samples, over, surelyOver, possiblyOver), blurred);
        }
    }

    /** Writes the values alone if there is nothing else, as in most slots. */
    static final class SlotWriter extends JsonSerializer<KeptLatencies> {
        @Override
        public void serialize(KeptLatencies slot, JsonGenerator json, SerializerProvider provider) throws IOException {
            boolean alone = slot.bounds().isEmpty() && slot.values().isPresent();
            provider.defaultSerializeValue(alone ? slot.values().get() : LatenciesJson.of(slot), json);
        }
    }

    static final class SlotReader extends JsonDeserializer<KeptLatencies> {
        @Override
        public KeptLatencies deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return json.hasToken(JsonToken.START_OBJECT)
                    ? context.readValue(json, LatenciesJson.class).latencies()
                    : new KeptLatencies(Optional.of(context.readValue(json, KeptHistogram.class)), Optional.empty());
        }
    }
}
