package dev.llmbench.stats;

import java.util.OptionalDouble;
import java.util.function.DoubleFunction;

/**
 * An interval that contains the true value of a figure, in the unit of the figure: microseconds for a latency, a
 * fraction between 0 and 1, or a rate per second.
 *
 * @param lower the lower bound; empty if there are too few samples for a finite one
 * @param upper the upper bound; empty if there are too few samples for a finite one
 */
public record Interval(OptionalDouble lower, OptionalDouble upper) {

    /** The confidence of every interval that is reported. */
    public static final double USUAL_CONFIDENCE = 0.95;

    /** No finite bound on either side. */
    public static final Interval UNBOUNDED = new Interval(OptionalDouble.empty(), OptionalDouble.empty());

    public Interval {
        if (lower.isPresent() && upper.isPresent() && lower.getAsDouble() > upper.getAsDouble()) {
            throw new IllegalArgumentException("An interval must not end before it begins: " + lower + " to " + upper);
        }
    }

    /** Returns an interval with two finite bounds. */
    public static Interval of(double lower, double upper) {
        return new Interval(OptionalDouble.of(lower), OptionalDouble.of(upper));
    }

    /** Returns whether both bounds are finite. */
    public boolean isBounded() {
        return lower.isPresent() && upper.isPresent();
    }

    /**
     * Returns the interval for display, such as {@code 52.1 ms to 60.3 ms} or {@code from 52.1 ms, upper end unknown at this n}.
     *
     * @param shown the format of a bound
     */
    public String inWords(DoubleFunction<String> shown) {
        if (isBounded()) {
            return shown.apply(lower.getAsDouble()) + " to " + shown.apply(upper.getAsDouble());
        }
        if (lower.isPresent()) {
            return "from " + shown.apply(lower.getAsDouble()) + ", upper end unknown at this n";
        }
        return upper.isPresent()
                ? "up to " + shown.apply(upper.getAsDouble()) + ", lower end unknown at this n"
                : "unknown at this n";
    }

    /** Returns whether the interval, including its bounds, contains the value. */
    public boolean contains(double value) {
        return lower.orElse(value) <= value && value <= upper.orElse(value);
    }
}
