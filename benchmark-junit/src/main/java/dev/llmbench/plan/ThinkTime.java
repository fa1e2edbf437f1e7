package dev.llmbench.plan;

import java.time.Duration;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a virtual user pauses between a response and its next request.
 *
 * <pre>{@code
 * ThinkTime pause = ThinkTime.parse("thinkTime", "exp(2s)");
 * }</pre>
 *
 * @param kind how the pauses are distributed
 * @param from the fixed pause, the minimum of uniform pauses, or the mean of exponential ones
 * @param to the maximum of uniform pauses; otherwise equal to {@code from}
 */
public record ThinkTime(Kind kind, Duration from, Duration to) {

    /** How pauses are distributed. */
    public enum Kind {
        FIXED,
        UNIFORM,
        /** Exponentially distributed, as between the events of a Poisson process, but at most ten times the mean. */
        EXPONENTIAL
    }

    /** No pause. */
    public static final ThinkTime NONE = fixed(Duration.ZERO);

    private static final Pattern UNIFORM = Pattern.compile("(.+?)\\s*(?:\\.\\.|-|–)\\s*(.+)");
    private static final Pattern EXPONENTIAL = Pattern.compile("exp\\((.+)\\)");
    private static final int MOST_MEANS = 10;

    public ThinkTime {
        if (from.isNegative() || to.compareTo(from) < 0) {
            throw ConfigurationException.of(
                    "thinkTime",
                    Durations.format(from) + ".." + Durations.format(to),
                    "a pause is not negative, and a range is ascending",
                    "Write for example 1s..3s");
        }
    }

    /** Returns a think time of constant length. */
    public static ThinkTime fixed(Duration pause) {
        return new ThinkTime(Kind.FIXED, pause, pause);
    }

    /**
     * Parses {@code 2s} (fixed), {@code 1s..3s} (uniform) or {@code exp(2s)} (exponential with that mean).
     *
     * @param attribute the name of the attribute, for messages
     * @throws ConfigurationException if the text is anything else
     */
    public static ThinkTime parse(String attribute, String text) {
        String compact = text.strip();
        Matcher exponential = EXPONENTIAL.matcher(compact);
        if (exponential.matches()) {
            Duration mean = Durations.parse(attribute, exponential.group(1));
            return new ThinkTime(Kind.EXPONENTIAL, mean, mean);
        }
        Matcher uniform = UNIFORM.matcher(compact);
        if (uniform.matches()) {
            return new ThinkTime(
                    Kind.UNIFORM,
                    Durations.parse(attribute, uniform.group(1)),
                    Durations.parse(attribute, uniform.group(2)));
        }
        return fixed(Durations.parse(attribute, compact));
    }

    /** Returns the next pause. */
    public Duration next(RandomGenerator random) {
        return switch (kind) {
            case FIXED -> from;
            case UNIFORM ->
                from.plusNanos((long) (random.nextDouble() * to.minus(from).toNanos()));
            case EXPONENTIAL ->
                Duration.ofNanos((long) (Math.min(MOST_MEANS, -Math.log(1 - random.nextDouble())) * from.toNanos()));
        };
    }

    public boolean isNone() {
        return to.isZero();
    }

    @Override
    public String toString() {
        return switch (kind) {
            case FIXED -> Durations.format(from);
            case UNIFORM -> Durations.format(from) + ".." + Durations.format(to);
            case EXPONENTIAL -> "exp(" + Durations.format(from) + ")";
        };
    }
}
