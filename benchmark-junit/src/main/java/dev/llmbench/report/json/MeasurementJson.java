package dev.llmbench.report.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmbench.metric.Distribution;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.Measurement;
import dev.llmbench.sample.Outcome;
import dev.llmbench.stats.Interval;
import java.math.BigDecimal;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The figures of the run, of a stage or of a turn in summary.json. */
final class MeasurementJson {
    private static final int SHARE_DECIMALS = 6;
    private static final int RATE_DECIMALS = 3;

    private static final List<Statistic> PERCENTILES = List.of(
            Statistic.percentile(50), Statistic.percentile(90), Statistic.percentile(95), Statistic.percentile(99));

    private MeasurementJson() {}

    static ObjectNode of(LoadResult result, Measurement measured) {
        ObjectNode json = JsonFormat.object()
                .<ObjectNode>set(
                        "stage", Binding.JSON.valueToTree(measured.scope().stage()))
                .put("description", measured.scope().description())
                .put("from_ms", JsonFormat.millis(measured.scope().from()))
                .put("length_ms", JsonFormat.millis(measured.scope().length()))
                .put("ok", measured.ok())
                .put("errors", measured.errors())
                .put("interrupted", measured.interrupted());
        ObjectNode outcomes = json.putObject("outcomes");
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome.word(), measured.count(outcome));
        }
        addRates(json, measured);
        addIntervals(json.putObject("ci95"), result, measured);
        json.set("token_sources", Binding.JSON.valueToTree(new TreeSet<>(measured.tokenSources())));
        json.set("estimated", estimated(measured));
        ObjectNode latencies = json.putObject("latencies_ms");
        for (Metric metric : Metric.values()) {
            if (metric.isLatency()) {
                latencies.set(metric.key(), latency(measured, metric));
            }
        }
        return json;
    }

    /** Returns the metrics that are estimated from chunks because the tokens were not counted. */
    private static ArrayNode estimated(Measurement measured) {
        return JsonFormat.strings(Stream.of(Metric.values())
                .filter(metric -> measured.estimated(metric).isPresent())
                .filter(metric -> measured.value(metric, metric.isLatency() ? Statistic.MEAN : Statistic.VALUE)
                        .isPresent())
                .map(Metric::key)
                .toList());
    }

    private static void addRates(ObjectNode json, Measurement measured) {
        json.put("error_rate", share(measured.errorRate()))
                .put("request_throughput", rate(measured, Metric.REQUEST_THROUGHPUT))
                .put("output_token_throughput", rate(measured, Metric.OUTPUT_TOKEN_THROUGHPUT))
                .put("total_token_throughput", rate(measured, Metric.TOTAL_TOKEN_THROUGHPUT))
                .put("goodput", rate(measured, Metric.GOODPUT))
                .put("good_fraction", share(measured.value(Metric.GOOD_FRACTION, Statistic.VALUE)));
        json.put("mbu", share(measured.value(Metric.MBU, Statistic.VALUE)))
                .put("mtu", share(measured.value(Metric.MTU, Statistic.VALUE)))
                .put("decoding_streams", JsonFormat.decimal(measured.decodingStreams(), RATE_DECIMALS))
                .put("decoding_stream_tokens", JsonFormat.decimal(measured.decodingStreamLength(), RATE_DECIMALS))
                .putObject("completed")
                .put("requests", measured.completed().requests())
                .put("good", measured.good().isPresent() ? measured.completed().good() : null)
                .put("output_tokens", measured.completed().outputTokens())
                .put("prompt_tokens", measured.completed().promptTokens());
    }

    /** Adds the 95 % interval of each rate. A missing bound is null. */
    private static void addIntervals(ObjectNode json, LoadResult result, Measurement measured) {
        for (Metric metric : Metric.values()) {
            boolean absent = result.plan().goodput().leavesUndefined(metric);
            Interval interval =
                    metric.isLatency() || absent ? Interval.UNBOUNDED : measured.interval(metric, Statistic.VALUE);
            if (interval.isBounded()) {
                json.putArray(metric.key()).add(share(interval.lower())).add(share(interval.upper()));
            }
        }
    }

    private static void addInterval(ObjectNode json, Statistic statistic, Interval interval) {
        json.putArray(statistic.label())
                .add(JsonFormat.millis(interval.lower()))
                .add(JsonFormat.millis(interval.upper()));
    }

    private static ObjectNode latency(Measurement measured, Metric metric) {
        ObjectNode json = latency(measured.latency(metric));
        ObjectNode intervals = json.putObject("ci95");
        addInterval(intervals, Statistic.MEAN, measured.interval(metric, Statistic.MEAN));
        PERCENTILES.forEach(percentile -> addInterval(intervals, percentile, measured.interval(metric, percentile)));
        return json;
    }

    private static @Nullable BigDecimal share(OptionalDouble share) {
        return JsonFormat.decimal(share, SHARE_DECIMALS);
    }

    private static @Nullable BigDecimal rate(Measurement measured, Metric metric) {
        return JsonFormat.decimal(measured.value(metric, Statistic.VALUE), RATE_DECIMALS);
    }

    /** Returns the figures of one turn of the conversations. */
    static ObjectNode ofTurn(Measurement measured) {
        ObjectNode json = JsonFormat.object()
                .put("turn", measured.scope().turn().orElse(0))
                .put("description", measured.scope().description())
                .put("ok", measured.ok())
                .put("errors", measured.errors())
                .put("interrupted", measured.interrupted());
        addRates(json, measured);
        ObjectNode latencies = json.putObject("latencies_ms");
        for (Metric metric : Metric.values()) {
            if (metric.isLatency() && metric != Metric.CHUNK_GAP) {
                latencies.set(metric.key(), latency(measured.latency(metric)));
            }
        }
        return json;
    }

    /** Returns the statistics of a latency. */
    static ObjectNode latency(Distribution latency) {
        ObjectNode json = JsonFormat.object()
                .put("count", latency.count())
                .put("min", JsonFormat.millis(latency.micros(Statistic.MIN)))
                .put("mean", JsonFormat.millis(latency.micros(Statistic.MEAN)))
                .put("stddev", JsonFormat.millis(latency.standardDeviationMicros()));
        PERCENTILES.forEach(percentile -> json.put(percentile.label(), JsonFormat.millis(latency.micros(percentile))));
        return json.put("max", JsonFormat.millis(latency.micros(Statistic.MAX)));
    }
}
