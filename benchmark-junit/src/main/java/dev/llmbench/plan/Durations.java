package dev.llmbench.plan;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as k6 writes them: {@code 500ms}, {@code 30s}, {@code 1m30s}, {@code 1.5h}, {@code 1d}. A number without a unit
 * is rejected: it means milliseconds to k6, and seconds to most people.
 *
 * <pre>{@code
 * Duration duration = Durations.parse("duration", "1m30s");
 * }</pre>
 */
public final class Durations {
    private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?|\\.\\d+)(ns|us|µs|μs|ms|s|m|h|d)");
    private static final Pattern NUMBER = Pattern.compile("\\d+(\\.\\d+)?");
    private static final Duration LONGEST = Duration.ofDays(365);

    private Durations() {}

    /**
     * Parses a duration.
     *
     * @param attribute the name of the attribute, for messages
     * @param text one or more numbers with a unit (ns, us, ms, s, m, h, d), or 0
     * @throws ConfigurationException if the text is not such a duration
     */
    public static Duration parse(String attribute, String text) {
        String compact = text.strip();
        if (compact.equals("0")) {
            return Duration.ZERO;
        }
        if (NUMBER.matcher(compact).matches()) {
            throw ConfigurationException.of(
                    attribute,
                    text,
                    "a duration needs a unit",
                    "Write " + compact + "s for seconds, or " + compact + "ms for milliseconds");
        }
        Matcher part = PART.matcher(compact);
        BigDecimal nanos = BigDecimal.ZERO;
        int end = 0;
        while (part.find() && part.start() == end) {
            nanos = nanos.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(nanosOf(part.group(2)))));
            end = part.end();
        }
        if (end == 0 || end != compact.length()) {
            throw ConfigurationException.of(
                    attribute,
                    text,
                    "a duration is a number with a unit (ns, us, ms, s, m, h, d), or several in a row",
                    "Write for example 500ms, 30s, 1m30s or 1h");
        }
        if (nanos.compareTo(BigDecimal.valueOf(LONGEST.toNanos())) > 0) {
            throw ConfigurationException.of(attribute, text, "a duration is at most 365 days", "Write a shorter one");
        }
        return Duration.ofNanos(nanos.setScale(0, RoundingMode.HALF_UP).longValueExact());
    }

    /** Parses a duration from k6's JSON, in which a number without a unit is in milliseconds. */
    public static Duration parseK6(String attribute, String text) {
        String compact = text.strip();
        return parse(attribute, NUMBER.matcher(compact).matches() ? compact + "ms" : compact);
    }

    private static long nanosOf(String unit) {
        return switch (unit) {
            case "ns" -> 1L;
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            case "d" -> 86_400_000_000_000L;
            default -> 1_000L; // us, with either letter for micro
        };
    }

    /**
     * Formats a duration as {@link #parse} reads it, such as {@code 1m30s}. A negative duration, which {@code parse}
     * rejects, gets a minus sign.
     */
    public static String format(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        if (duration.isNegative()) {
            return "-" + format(duration.negated());
        }
        StringBuilder text = new StringBuilder();
        append(text, duration.toHours(), "h");
        append(text, duration.toMinutesPart(), "m");
        append(text, duration.toSecondsPart(), "s");
        appendFraction(text, duration.toNanosPart());
        return text.toString();
    }

    /** Appends the fraction in the largest unit in which it is at least 1, such as {@code 5.1ms}. */
    private static void appendFraction(StringBuilder text, long nanos) {
        if (nanos == 0) {
            return;
        }
        String unit = nanos >= 1_000_000 ? "ms" : nanos >= 1_000 ? "us" : "ns";
        BigDecimal amount = BigDecimal.valueOf(nanos).divide(BigDecimal.valueOf(nanosOf(unit)));
        text.append(amount.stripTrailingZeros().toPlainString()).append(unit);
    }

    private static void append(StringBuilder text, long amount, String unit) {
        if (amount != 0) {
            text.append(amount).append(unit);
        }
    }
}
