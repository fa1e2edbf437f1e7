package dev.llmbench.regression;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/** Formats fractions for sentences. */
final class Words {
    private static final BigDecimal TEN = BigDecimal.TEN;

    private Words() {}

    /** Returns a fraction as a percentage, to a tenth, such as {@code 2.7 %}. */
    static String percent(double share) {
        return text(BigDecimal.valueOf(share).movePointRight(2).setScale(1, RoundingMode.HALF_EVEN));
    }

    /** Returns a fraction as a percentage, rounded up: to a tenth below ten, otherwise to a whole number. */
    static String atMostPercent(double share) {
        BigDecimal percent = BigDecimal.valueOf(share).movePointRight(2);
        return text(percent.setScale(percent.compareTo(TEN) < 0 ? 1 : 0, RoundingMode.UP));
    }

    /** Returns a fraction as a percentage, to a hundredth. */
    static String limit(double share) {
        return text(new BigDecimal(share).movePointRight(2).setScale(2, RoundingMode.HALF_EVEN));
    }

    private static String text(BigDecimal percent) {
        BigDecimal plain = percent.signum() == 0 ? BigDecimal.ZERO : percent.stripTrailingZeros();
        return plain.toPlainString() + " %";
    }

    /** Returns, for instance, {@code 1 run} or {@code 24 runs}. */
    static String runs(int count) {
        return count == 1 ? "1 run" : count + " runs";
    }

    /** Returns, for instance, {@code TTFT p95 was 289 ms, 2.7 % slower}; the name of the other figure follows after {@code than}. */
    static String change(ComparedFigure figure, double value, double logDifference) {
        double worse = figure.worseBy(logDifference);
        String than = worse < 0 ? figure.better() : figure.worse();
        return figure.label() + " was " + figure.shown(value) + ", " + percent(Math.abs(worse)) + " " + than;
    }

    /** Returns, for instance, {@code sees a slowdown of 9 % or more}, for the smallest fraction that a comparison detects. */
    static String sees(ComparedFigure figure, double share) {
        return "sees a " + (figure.isLatency() ? "slowdown" : "drop") + " of " + atMostPercent(share) + " or more";
    }

    /** Returns, for instance, {@code 99 % sure to be at least 8.6 % slower}. */
    static String sure(ComparedFigure figure, double level, double atLeast) {
        return limit(1 - level) + " sure to be at least " + percent(Math.max(0, atLeast)) + " " + figure.worse();
    }

    /** Returns a length of time, such as {@code 10 s}. */
    static String seconds(Duration length) {
        BigDecimal seconds = BigDecimal.valueOf(length.toMillis(), 3).setScale(1, RoundingMode.HALF_EVEN);
        return seconds.stripTrailingZeros().toPlainString() + " s";
    }
}
