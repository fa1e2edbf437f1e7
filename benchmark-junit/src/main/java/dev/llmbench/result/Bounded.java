package dev.llmbench.result;

import dev.llmbench.metric.Distribution;
import dev.llmbench.metric.KeptHistogram;
import dev.llmbench.metric.Statistic;
import dev.llmbench.stats.Interval;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A distribution and two others that bound the true one: one subtracts from each sample what the load generator may
 * have added, the other adds what it may have taken away.
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

    /** Returns the samples in the form that run.json contains. */
    KeptLatencies kept() {
        Optional<KeptLatencies.Bounds> bounds = least == values
                ? Optional.empty()
                : Optional.of(new KeptLatencies.Bounds(KeptHistogram.of(least), KeptHistogram.of(most)));
        return new KeptLatencies(
                Optional.of(values).filter(samples -> !samples.isEmpty()).map(KeptHistogram::of), bounds);
    }

    /**
     * Returns the bounds of the true figure; unbounded if there is no figure. A standard deviation does not always rise
     * with a sample, so its bounds follow from the greatest change of any sample.
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
     * A standard deviation changes by no more than the root mean square of the changes of the samples, which is within
     * this bound because no sample changes by more than the distance between its own bounds.
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
