package dev.llmbench.result;

import dev.llmbench.metric.Distribution;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Share;
import dev.llmbench.metric.Statistic;
import dev.llmbench.stats.BatchMeans;
import dev.llmbench.stats.EffectiveSize;
import dev.llmbench.stats.Interval;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Computes the confidence intervals of a measurement, allowing for the correlation of successive samples. */
final class Intervals {
    private static final int MOST_BATCHES = 20;
    private static final int FEWEST_OF_A_MEAN = 10;

    private final Timeline timeline;
    private final Measurement measured;
    private final Metric metric;

    Intervals(Timeline timeline, Measurement measured, Metric metric) {
        this.timeline = timeline;
        this.measured = measured;
        this.metric = metric;
    }

    /** Splits the measurement into twenty successive batches, or fewer if it has fewer whole slots of the timeline. */
    private List<Measurement> batches() {
        Scope scope = measured.scope();
        int first = (int) timeline.wholeSlots(scope.from());
        int end = (int)
                Math.min(timeline.size(), scope.from().plus(scope.length()).dividedBy(timeline.slot()));
        int slots = Math.max(0, end - first);
        int count = Math.min(MOST_BATCHES, slots);
        Set<Metric> metrics = metric.isLatency() ? Set.of(metric) : Set.of();
        return IntStream.range(0, count)
                .mapToObj(i -> timeline.window(first + i * slots / count, first + (i + 1) * slots / count, metrics))
                .toList();
    }

    Interval of(Statistic statistic, double confidence) {
        OptionalDouble value = measured.value(metric, statistic);
        if (value.isEmpty()) {
            return Interval.UNBOUNDED;
        }
        return switch (metric.kind()) {
            case LATENCY ->
                switch (statistic.kind()) {
                    case PERCENTILE -> percentile(value.getAsDouble(), statistic.percent(), confidence);
                    case MEAN -> batchMeans(value.getAsDouble(), confidence);
                    default -> Interval.UNBOUNDED;
                };
            case PROPORTION -> share(value.getAsDouble(), confidence);
            case PER_SECOND -> batchMeans(value.getAsDouble(), confidence);
            case COUNT, UTILIZATION -> Interval.UNBOUNDED;
        };
    }

    private Interval percentile(double value, double percent, double confidence) {
        Distribution latency = measured.latency(metric);
        double size = latency.count() * effectiveShare(value).orElse(1);
        return latency.percentileInterval(percent, size, confidence);
    }

    private Interval share(double value, double confidence) {
        double size = Math.max(1, measured.requests() * effectiveShare(0).orElse(1));
        return new Share(size, Math.min(1, value) * size).interval(confidence);
    }

    private Interval batchMeans(double value, double confidence) {
        List<Measurement> batches = batches();
        BatchMeans means = BatchMeans.of(each(batches, this::sum), each(batches, this::weight));
        Interval interval = means.batches() < FEWEST_OF_A_MEAN ? Interval.UNBOUNDED : means.around(value, confidence);
        return interval.isBounded()
                ? Interval.of(
                        Math.max(0, interval.lower().getAsDouble()),
                        interval.upper().getAsDouble())
                : interval;
    }

    private double sum(Measurement batch) {
        Statistic statistic = metric.isLatency() ? Statistic.MEAN : Statistic.VALUE;
        return weight(batch) * batch.value(metric, statistic).orElse(0);
    }

    private double weight(Measurement batch) {
        return metric.isLatency()
                ? (double) batch.latency(metric).count()
                : batch.scope().length().toNanos() / 1e9;
    }

    /**
     * Returns the fraction of the samples that would be as informative about the fraction over the limit if they were
     * independent; empty if there are too few batches. The limit of a latency is resolved to a thousandth.
     */
    OptionalDouble effectiveShare(double limit) {
        List<Exceedance> batches =
                batches().stream().map(batch -> exceedance(batch, limit)).toList();
        double[] samples = each(batches, batch -> (double) batch.samples());
        double[] over = each(batches, batch -> (double) batch.over());
        double all = Arrays.stream(samples).sum();
        OptionalDouble size = EffectiveSize.ofBatches(samples, over);
        return size.isEmpty() || all == 0 ? OptionalDouble.empty() : OptionalDouble.of(size.getAsDouble() / all);
    }

    private Exceedance exceedance(Measurement batch, double limit) {
        return switch (metric) {
            case ERROR_RATE -> new Exceedance(batch.requests(), batch.errors());
            case GOOD_FRACTION ->
                new Exceedance(batch.requests(), batch.requests() - batch.good().orElse(0));
            default -> ExactCounts.inBuckets(batch, metric, limit);
        };
    }

    private static <T> double[] each(List<T> batches, ToDoubleFunction<T> figure) {
        return batches.stream().mapToDouble(figure).toArray();
    }
}
