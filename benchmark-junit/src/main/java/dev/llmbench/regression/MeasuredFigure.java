package dev.llmbench.regression;

import dev.llmbench.stats.Interval;
import java.util.OptionalDouble;

/**
 * A figure of one run, in its own unit.
 *
 * @param value the measured value; above 0
 * @param low the lowest possible true value, given what the load generator may have added
 * @param high the highest possible true value
 * @param logError the standard error of the value's logarithm, estimated from the run's own samples; empty if there are too few
 */
public record MeasuredFigure(double value, double low, double high, OptionalDouble logError) {
    /** The width of a 95 % interval in standard errors. */
    private static final double WIDTH = 3.92;

    public MeasuredFigure {
        if (!(low > 0 && low <= value && value <= high && high < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "A figure must be above 0 and lie between its bounds: " + low + " ≤ " + value + " ≤ " + high);
        }
        if (!(logError.orElse(0) >= 0)) {
            throw new IllegalArgumentException("A standard error must not be negative: " + logError);
        }
    }

    /** Creates a figure to which the generator added nothing, and whose own error is unknown. */
    public static MeasuredFigure of(double value) {
        return new MeasuredFigure(value, value, value, OptionalDouble.empty());
    }

    /**
     * Creates a figure from its intervals.
     *
     * @param interval the 95 % interval of the value
     * @param possible the range of its possible true values, given what the load generator may have added
     */
    public static MeasuredFigure of(double value, Interval interval, Interval possible) {
        double lower = interval.lower().orElse(0);
        OptionalDouble error = interval.isBounded() && lower > 0
                ? OptionalDouble.of(Math.log(interval.upper().getAsDouble() / lower) / WIDTH)
                : OptionalDouble.empty();
        double low = Math.min(value, possible.lower().orElse(value));
        return new MeasuredFigure(
                value, low > 0 ? low : value, Math.max(value, possible.upper().orElse(value)), error);
    }

    /** Returns whether the load generator may have changed the figure by more than a budget allows for. */
    boolean isDisturbedFor(RelativeBudget budget) {
        return Math.log(high / low) > budget.logLimit();
    }
}
