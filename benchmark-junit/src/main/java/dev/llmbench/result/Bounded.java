package dev.llmbench.result;

import dev.llmbench.metric.Distribution;
import dev.llmbench.metric.KeptHistogram;
import dev.llmbench.metric.Statistic;
import dev.llmbench.stats.Interval;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A distribution and the two that bound the true one: with what the load generator may have added taken off each sample, and
 * with what it may have shortened put back on.
 *
 * @param values the measured values
 * @param least the lowest possible true value of each sample
 * @param most the highest possible true value of each sample
 */
record Bounded(Distribution values, Distribution least, Distribution most) {
    static final Bounded EMPTY = new Bounded(Distribution.EMPTY, Distribution.EMPTY, Distribution.EMPTY);

    static Bounded sum(Collection<BoundedLatencies> parts) {
        Distribution values = BoundedLatencies.values(parts);
        return BoundedLatencies.anyDelayed(parts)
                ? new Bounded(values, BoundedLatencies.least(parts), BoundedLatencies.most(parts))
                : new Bounded(values, values, values);
    }

    /** Returns the samples in the form that is kept in run.json. */
    KeptLatencies kept() {
        Optional<KeptLatencies.Bounds> bounds = least == values
                ? Optional.empty()
                : Optional.of(new KeptLatencies.Bounds(KeptHistogram.of(least), KeptHistogram.of(most)));
        return new KeptLatencies(
                Optional.of(values).filter(samples -> !samples.isEmpty()).map(KeptHistogram::of), bounds);
    }

    /**
     * Returns the bounds of the true figure; without bounds if there is no figure. A standard deviation does not rise with each
     * sample, so its bounds are those that the greatest change of any sample allows.
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
