package dev.llmbench.stats;

import java.util.OptionalDouble;
import java.util.function.DoubleFunction;

/**
 * The values that a figure's true value lies between, with the confidence that its maker says. In the figure's own unit:
 * microseconds of a latency, a share between 0 and 1, so many a second.
 *
 * @param lower the lower bound; empty where so few samples give no finite one
 * @param upper the upper bound, likewise
 */
public record Interval(OptionalDouble lower, OptionalDouble upper) {

    /** The confidence of every interval that is reported. */
    public static final double USUAL_CONFIDENCE = 0.95;

    /** No finite bound on either side. */
    public static final Interval UNBOUNDED = new Interval(OptionalDouble.empty(), OptionalDouble.empty());

    public Interval {
        if (lower.isPresent() && upper.isPresent() && lower.getAsDouble() > upper.getAsDouble()) {
            throw new IllegalArgumentException("An interval ends after it begins: " + lower + " to " + upper);
        }
    }

    /** An interval with two finite bounds. */
    public static Interval of(double lower, double upper) {
        return new Interval(OptionalDouble.of(lower), OptionalDouble.of(upper));
    }

    /** Whether both bounds are finite. */
    public boolean isBounded() {
        return lower.isPresent() && upper.isPresent();
    }

    /**
     * The interval for people, such as {@code 52.1 ms to 60.3 ms} or {@code from 52.1 ms, upper end unknown at this n}.
     *
     * @param shown writes a bound
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

    /** Whether the value lies in it, its bounds included. */
    public boolean contains(double value) {
        return lower.orElse(value) <= value && value <= upper.orElse(value);
    }
}
