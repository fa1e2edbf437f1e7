package dev.llmbench.metric;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One figure drawn from a distribution.
 *
 * <pre>{@code
 * Statistic p999 = Statistic.parse("p99.9");
 * }</pre>
 *
 * @param kind the kind of figure
 * @param percent the percentile, between 0 and 100, both excluded; 0 for the other kinds
 */
public record Statistic(Kind kind, double percent) {

    public enum Kind {
        PERCENTILE,
        MEAN,
        MIN,
        MAX,
        /** The standard deviation of the samples. */
        STDDEV,
        /** The single value of a metric that is not a distribution, such as a rate. */
        VALUE,
        /** How fast a latency or the error rate rises per hour while the load is held at one level. */
        DRIFT,
        /** How long a latency takes to return to its level before a spike. */
        RECOVERY,
        /** The highest level at which the budgets held while the load searched for the breakpoint. */
        BREAKPOINT,
        /** The mean over pairs of requests that ask for two lengths of output. */
        BY_DIFFERENCE
    }

    public static final Statistic MEAN = new Statistic(Kind.MEAN, 0);
    public static final Statistic MIN = new Statistic(Kind.MIN, 0);
    public static final Statistic MAX = new Statistic(Kind.MAX, 0);
    public static final Statistic STDDEV = new Statistic(Kind.STDDEV, 0);
    public static final Statistic VALUE = new Statistic(Kind.VALUE, 0);

    /** Derived from more than the distribution of the samples. */
    public static final Statistic DRIFT = new Statistic(Kind.DRIFT, 0);

    public static final Statistic RECOVERY = new Statistic(Kind.RECOVERY, 0);
    public static final Statistic BREAKPOINT = new Statistic(Kind.BREAKPOINT, 0);
    public static final Statistic BY_DIFFERENCE = new Statistic(Kind.BY_DIFFERENCE, 0);

    /** The accepted texts, for messages. */
    public static final String WORDS = "p50, p95, p99.9 (any percentile), mean, min, max, stddev, drift, recovery,"
            + " breakpoint or by_difference";

    private static final Pattern PERCENTILE = Pattern.compile("p(\\d{1,2}(?:\\.\\d+)?)");

    public Statistic {
        if (kind == Kind.PERCENTILE && !(percent > 0 && percent < 100)) {
            throw new IllegalArgumentException("A percentile must be between 0 and 100, both excluded: " + percent
                    + "; use min or max for the ends");
        }
    }

    /** Returns the percentile with the given number, such as 95 or 99.9. */
    public static Statistic percentile(double percent) {
        return new Statistic(Kind.PERCENTILE, percent);
    }

    /**
     * Returns whether it is derived from the course of a run, like a drift, a recovery or a breakpoint, or from pairs
     * of requests, and not from a distribution.
     */
    public boolean isDerived() {
        return switch (kind) {
            case DRIFT, RECOVERY, BREAKPOINT, BY_DIFFERENCE -> true;
            case PERCENTILE, MEAN, MIN, MAX, STDDEV, VALUE -> false;
        };
    }

    /**
     * Parses {@code p95}, {@code p99.9}, {@code mean}, {@code min}, {@code max}, {@code stddev}, {@code drift},
     * {@code recovery}, {@code breakpoint} or {@code by_difference}.
     *
     * @throws IllegalArgumentException if the text is none of these
     */
    public static Statistic parse(String text) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        Matcher percentile = PERCENTILE.matcher(word);
        if (percentile.matches()) {
            return percentile(Double.parseDouble(percentile.group(1)));
        }
        return switch (word) {
            case "mean", "avg" -> MEAN;
            case "min" -> MIN;
            case "max" -> MAX;
            case "stddev" -> STDDEV;
            case "median" -> percentile(50);
            case "drift" -> DRIFT;
            case "recovery" -> RECOVERY;
            case "breakpoint" -> BREAKPOINT;
            case "by_difference", "by-difference" -> BY_DIFFERENCE;
            default -> throw new IllegalArgumentException("'" + text + "' is not a statistic: write " + WORDS);
        };
    }

    /** Returns the fraction of samples that may be over a limit on this percentile: 0.05 for p95. */
    public double tail() {
        return (100 - percent) / 100;
    }

    /** Returns the name as it is written in budgets, such as {@code p95}; empty for a plain value. */
    public String label() {
        return switch (kind) {
            case PERCENTILE ->
                "p" + (percent == Math.rint(percent) ? String.valueOf((long) percent) : String.valueOf(percent));
            case VALUE -> "";
            default -> kind.name().toLowerCase(Locale.ROOT);
        };
    }
}
