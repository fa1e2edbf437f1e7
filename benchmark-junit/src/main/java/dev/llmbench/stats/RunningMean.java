package dev.llmbench.stats;

import java.util.OptionalDouble;

/**
 * The mean of independent values and its standard error, in constant memory. Source: B. P. Welford, "Note on a Method for
 * Calculating Corrected Sums of Squares and Products", Technometrics 4 (1962). Not thread-safe.
 */
public final class RunningMean {
    private long count;
    private double mean;
    private double squares;

    public void add(double value) {
        count++;
        double before = value - mean;
        mean += before / count;
        squares += before * (value - mean);
    }

    /** Returns the number of values. */
    public long count() {
        return count;
    }

    /** Returns the mean; empty if there is no value. */
    public OptionalDouble mean() {
        return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(mean);
    }

    /** Returns the standard error of the mean; empty if there are fewer than two values. */
    public OptionalDouble standardError() {
        return count < 2 ? OptionalDouble.empty() : OptionalDouble.of(Math.sqrt(squares / (count - 1) / count));
    }

    /**
     * Returns the two-sided interval around the mean by Student's t.
     *
     * @return the interval; unbounded if there are fewer than two values
     */
    public Interval interval(double confidence) {
        if (count < 2) {
            return Interval.UNBOUNDED;
        }
        double half = standardError().orElse(0) * StudentT.quantile((1 - confidence) / 2, count - 1.0);
        return Interval.of(mean - half, mean + half);
    }
}
