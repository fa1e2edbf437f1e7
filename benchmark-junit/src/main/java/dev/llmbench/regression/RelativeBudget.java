package dev.llmbench.regression;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A limit on how much worse a figure may be than its baseline.
 *
 * @param figure the figure that is compared
 * @param limit the fraction by which it may be worse, such as 0.05; above 0 and below 1
 */
public record RelativeBudget(ComparedFigure figure, double limit) {
    private static final Pattern PERCENT = Pattern.compile("\\s*(\\d{1,3}(?:\\.\\d{1,2})?)\\s*%\\s*");

    private static final double BLIND = 0.5;
    private static final double BLIND_TIMES_THE_LIMIT = 4;

    public RelativeBudget {
        if (!(limit > 0 && limit < 1)) {
            throw new IllegalArgumentException("A figure may be worse than its baseline by more than 0 % and less than"
                    + " 100 %: " + Words.limit(limit));
        }
    }

    /**
     * Parses the limit, a percentage such as {@code 5%}.
     *
     * @throws IllegalArgumentException if the text is not a percentage above 0 and below 100
     */
    public static RelativeBudget of(ComparedFigure figure, String noWorseThan) {
        return new RelativeBudget(figure, parseLimit(noWorseThan));
    }

    /**
     * Parses a percentage, such as {@code 5%}, as a fraction.
     *
     * @throws IllegalArgumentException if the text is not a percentage
     */
    public static double parseLimit(String noWorseThan) {
        Matcher percent = PERCENT.matcher(noWorseThan);
        if (!percent.matches()) {
            throw new IllegalArgumentException(
                    "'" + noWorseThan + "' is not a percentage: write by how much the figure may be worse, such as 5%");
        }
        return Double.parseDouble(percent.group(1)) / 100;
    }

    double logLimit() {
        return figure.logOfWorse(limit);
    }

    /**
     * Returns whether a comparison detects too little to count as a pass.
     *
     * @param sees the smallest detectable fraction by which the figure is worse
     */
    boolean isBlindAt(double sees) {
        return sees > BLIND || sees > BLIND_TIMES_THE_LIMIT * limit;
    }

    /** Returns the budget as users write it, such as {@code ttft.p95<=baseline+5%}. */
    public String text() {
        return figure.key()
                + (figure.isLatency() ? "<=baseline+" : ">=baseline-")
                + Words.limit(limit).replace(" ", "");
    }

    /** Returns the limit for display: {@code no worse than 5 %}. */
    public String limitInWords() {
        return "no worse than " + Words.limit(limit);
    }
}
