package dev.llmbench.metric;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Formats figures for display with three significant digits and a unit, independently of the default locale. */
public final class Format {
    private static final MathContext THREE_DIGITS = new MathContext(3);
    private static final double MILLI = 1_000;
    private static final double SECOND = 1_000_000;

    private Format() {}

    /** Formats a time in microseconds, such as {@code 52.3 ms} or {@code 1.20 s}. */
    public static String micros(double micros) {
        if (micros >= SECOND) {
            return digits(micros / SECOND) + " s";
        }
        return micros == 0 || micros >= MILLI / 100 ? digits(micros / MILLI) + " ms" : digits(micros) + " µs";
    }

    /** Formats a fraction between 0 and 1 as a percentage, such as {@code 1.25 %}. */
    public static String percent(double share) {
        return digits(BigDecimal.valueOf(share).movePointRight(2).doubleValue()) + " %";
    }

    /** Formats a number with three significant digits, but all digits before the decimal point. */
    public static String digits(double number) {
        if (number == 0) {
            return "0";
        }
        if (Math.abs(number) >= 100) {
            return String.format(Locale.ROOT, "%,d", Math.round(number));
        }
        return new BigDecimal(number).round(THREE_DIGITS).toPlainString();
    }

    /** Formats a value of the given metric in its own unit. Latencies are given in microseconds. */
    public static String value(Metric metric, double value) {
        return switch (metric.kind()) {
            case LATENCY -> micros(value);
            case PROPORTION, UTILIZATION -> percent(value);
            case PER_SECOND -> digits(value) + "/s";
            case COUNT -> String.format(Locale.ROOT, "%,d", Math.round(value));
        };
    }
}
