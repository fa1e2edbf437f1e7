package dev.llmbench.stats;

import java.util.OptionalDouble;

/**
 * The mean of independent values, and how sure it is, in constant memory. Source: B. P. Welford, "Note on a Method for
 * Calculating Corrected Sums of Squares and Products", Technometrics 4 (1962). For one thread at a time.
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

    /** How many values there are. */
    public long count() {
        return count;
    }

    /** Their mean; empty where there is none. */
    public OptionalDouble mean() {
        return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(mean);
    }

    /** The standard error of the mean; empty where there are fewer than two values. */
    public OptionalDouble standardError() {
        return count < 2 ? OptionalDouble.empty() : OptionalDouble.of(Math.sqrt(squares / (count - 1) / count));
    }

    /**
     * The two-sided interval around the mean by Student's t.
     *
     * @return without bounds where there are fewer than two values
     */
    public Interval interval(double confidence) {
        if (count < 2) {
            return Interval.UNBOUNDED;
        }
        double half = standardError().orElse(0) * StudentT.quantile((1 - confidence) / 2, count - 1.0);
        return Interval.of(mean - half, mean + half);
    }
}
