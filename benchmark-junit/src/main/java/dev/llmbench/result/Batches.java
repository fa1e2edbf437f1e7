package dev.llmbench.result;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.stats.BatchMeans;
import dev.llmbench.stats.EffectiveSize;
import dev.llmbench.stats.Interval;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The run, a stage or a window cut into twenty successive parts, fewer where it has fewer whole slots of the timeline. */
final class Batches {
    private static final int MOST = 20;
    private static final int FEWEST_OF_A_MEAN = 10;

    private final List<Measurement> parts;
    private final Metric metric;

    Batches(Timeline timeline, Scope scope, Metric metric) {
        int first = (int) timeline.wholeSlots(scope.from());
        int end = (int)
                Math.min(timeline.size(), scope.from().plus(scope.length()).dividedBy(timeline.slot()));
        int slots = Math.max(0, end - first);
        int count = Math.min(MOST, slots);
        Set<Metric> metrics = metric.isLatency() ? Set.of(metric) : Set.of();
        this.metric = metric;
        this.parts = IntStream.range(0, count)
                .mapToObj(i -> timeline.window(first + i * slots / count, first + (i + 1) * slots / count, metrics))
                .toList();
    }

    /** How sure the metric's mean or rate is. */
    Interval around(double value, double confidence) {
        BatchMeans means = BatchMeans.of(each(this::sum), each(this::weight));
        return means.batches() < FEWEST_OF_A_MEAN ? Interval.UNBOUNDED : means.around(value, confidence);
    }

    private double sum(Measurement part) {
        return weight(part)
                * part.value(metric, metric.isLatency() ? Statistic.MEAN : Statistic.VALUE)
                        .orElse(0);
    }

    private double weight(Measurement part) {
        return metric.isLatency()
                ? (double) part.latency(metric).count()
                : part.scope().length().toNanos() / 1e9;
    }

    /**
     * How many independent samples say as much of the share over the limit as those in here; of a latency the limit
     * holds to a thousandth.
     */
    OptionalDouble effectiveShare(double limit) {
        double[] samples = each(part -> (double) exceedance(part, limit).samples());
        double[] over = each(part -> (double) exceedance(part, limit).over());
        double all = 0;
        for (double part : samples) {
            all += part;
        }
        double whole = all;
        OptionalDouble size = EffectiveSize.ofBatches(samples, over);
        return size.isEmpty() || whole == 0 ? OptionalDouble.empty() : OptionalDouble.of(size.getAsDouble() / whole);
    }

    private Exceedance exceedance(Measurement part, double limit) {
        return switch (metric) {
            case ERROR_RATE -> new Exceedance(part.requests(), part.errors());
            case GOOD_FRACTION ->
                new Exceedance(part.requests(), part.requests() - part.good().orElse(0));
            default -> ExactCounts.inBuckets(part, metric, limit);
        };
    }

    private double[] each(ToDoubleFunction<Measurement> figure) {
        return parts.stream().mapToDouble(figure).toArray();
    }
}
