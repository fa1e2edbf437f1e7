package dev.llmbench.report.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmbench.metric.Distribution;
import dev.llmbench.metric.Statistic;
import java.util.List;

/** The figures of a distribution of times. */
final class LatencyJson {
    /** The percentiles that are written of every latency. */
    static final List<Statistic> PERCENTILES = List.of(
            Statistic.percentile(50), Statistic.percentile(90), Statistic.percentile(95), Statistic.percentile(99));

    private LatencyJson() {}

    static ObjectNode of(Distribution latency) {
        ObjectNode json = JsonFormat.object()
                .put("count", latency.count())
                .put("min", JsonFormat.millis(latency.micros(Statistic.MIN)))
                .put("mean", JsonFormat.millis(latency.micros(Statistic.MEAN)))
                .put("stddev", JsonFormat.millis(latency.standardDeviationMicros()));
        PERCENTILES.forEach(percentile -> json.put(percentile.label(), JsonFormat.millis(latency.micros(percentile))));
        return json.put("max", JsonFormat.millis(latency.micros(Statistic.MAX)));
    }
}
