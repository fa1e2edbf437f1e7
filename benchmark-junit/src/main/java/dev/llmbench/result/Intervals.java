package dev.llmbench.result;

import dev.llmbench.metric.Distribution;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Share;
import dev.llmbench.metric.Statistic;
import dev.llmbench.stats.Interval;
import java.util.OptionalDouble;

/** Works out how sure a figure is, with allowance for the correlation of successive samples. */
final class Intervals {
    private final Timeline timeline;

    Intervals(Timeline timeline) {
        this.timeline = timeline;
    }

    Interval of(Measurement measured, Metric metric, Statistic statistic, double confidence) {
        OptionalDouble value = measured.value(metric, statistic);
        if (value.isEmpty()) {
            return Interval.UNBOUNDED;
        }
        return switch (metric.kind()) {
            case LATENCY ->
                switch (statistic.kind()) {
                    case PERCENTILE -> percentile(measured, metric, statistic, confidence);
                    case MEAN -> batchMeans(measured, metric, value.getAsDouble(), confidence);
                    default -> Interval.UNBOUNDED;
                };
            case PROPORTION -> share(measured, metric, value.getAsDouble(), confidence);
            case PER_SECOND -> batchMeans(measured, metric, value.getAsDouble(), confidence);
            case COUNT, UTILIZATION -> Interval.UNBOUNDED;
        };
    }

    private Interval percentile(Measurement measured, Metric metric, Statistic statistic, double confidence) {
        Distribution latency = measured.latency(metric);
        double value = latency.micros(statistic).orElse(0);
        double size = latency.count() * effectiveShare(measured, metric, value).orElse(1);
        return latency.percentileInterval(statistic.percent(), size, confidence);
    }

    private Interval share(Measurement measured, Metric metric, double value, double confidence) {
        double size = Math.max(
                1, measured.requests() * effectiveShare(measured, metric, 0).orElse(1));
        return new Share(size, Math.min(1, value) * size).interval(confidence);
    }

    private Interval batchMeans(Measurement measured, Metric metric, double value, double confidence) {
        Interval interval = new Batches(timeline, measured.scope(), metric).around(value, confidence);
        return interval.isBounded()
                ? Interval.of(
                        Math.max(0, interval.lower().getAsDouble()),
                        interval.upper().getAsDouble())
                : interval;
    }

    /** What part of the samples would say as much if they were independent; empty where too few batches tell. */
    OptionalDouble effectiveShare(Measurement measured, Metric metric, double limit) {
        return new Batches(timeline, measured.scope(), metric).effectiveShare(limit);
    }
}
