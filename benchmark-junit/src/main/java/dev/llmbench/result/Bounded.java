package dev.llmbench.result;

import dev.llmbench.metric.Distribution;
import dev.llmbench.metric.KeptHistogram;
import dev.llmbench.metric.Statistic;
import dev.llmbench.stats.Interval;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A distribution with the two between which the true one lies: what the load generator may have added is taken off, or what
 * it may have shortened is put on, for each sample.
 *
 * @param values as they were measured
 * @param least by the least that each sample can truly have been
 * @param most by the most
 */
record Bounded(Distribution values, Distribution least, Distribution most) {
    static final Bounded EMPTY = new Bounded(Distribution.EMPTY, Distribution.EMPTY, Distribution.EMPTY);

    static Bounded sum(Collection<BoundedLatencies> parts) {
        Distribution values = BoundedLatencies.values(parts);
        return BoundedLatencies.anyDelayed(parts)
                ? new Bounded(values, BoundedLatencies.least(parts), BoundedLatencies.most(parts))
                : new Bounded(values, values, values);
    }

    /** As they are to be kept. */
    KeptLatencies kept() {
        Optional<KeptLatencies.Bounds> bounds = least == values
                ? Optional.empty()
                : Optional.of(new KeptLatencies.Bounds(KeptHistogram.of(least), KeptHistogram.of(most)));
        return new KeptLatencies(
                Optional.of(values).filter(samples -> !samples.isEmpty()).map(KeptHistogram::of), bounds);
    }

    /**
     * Between which figures the true one lies; without bounds where there is no figure. Of a standard deviation, which does
     * not rise with each sample, only that is said which the greatest change of any sample allows.
     */
    Interval possible(Statistic statistic) {
        OptionalDouble lower = least.micros(statistic);
        OptionalDouble upper = most.micros(statistic);
        if (lower.isEmpty() || upper.isEmpty()) {
            return Interval.UNBOUNDED;
        }
        if (statistic.kind() == Statistic.Kind.STDDEV) {
            return ofDeviation(values.micros(statistic).orElse(0));
        }
        return Interval.of(lower.getAsDouble(), Math.max(lower.getAsDouble(), upper.getAsDouble()));
    }

    /**
     * A deviation changes by no more than the root of the mean squared change of the samples, and that by no more than this
     * bound, as no sample changes by more than from its least to its most.
     */
    private Interval ofDeviation(double deviation) {
        double change = Math.sqrt(Math.max(0, meanOfSquares(most) - meanOfSquares(least)));
        return Interval.of(Math.max(0, deviation - change), deviation + change);
    }

    private static double meanOfSquares(Distribution distribution) {
        double mean = distribution.micros(Statistic.MEAN).orElse(0);
        double deviation = distribution.standardDeviationMicros().orElse(0);
        double n = distribution.count();
        return mean * mean + deviation * deviation * (n - 1) / n;
    }
}
