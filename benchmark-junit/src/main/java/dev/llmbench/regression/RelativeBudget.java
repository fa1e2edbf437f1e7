package dev.llmbench.regression;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A limit on how much worse a figure may be than its baseline.
 *
 * @param figure what is compared
 * @param limit the share by which it may be worse, such as 0.05; above 0 and below 1
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
     * Takes the limit as a percentage, such as {@code 5%}.
     *
     * @throws IllegalArgumentException if the text is no percentage above 0 and below 100
     */
    public static RelativeBudget of(ComparedFigure figure, String noWorseThan) {
        return new RelativeBudget(figure, parseLimit(noWorseThan));
    }

    /**
     * Reads a percentage, such as {@code 5%}, as a share.
     *
     * @throws IllegalArgumentException if the text is no percentage
     */
    public static double parseLimit(String noWorseThan) {
        Matcher percent = PERCENT.matcher(noWorseThan);
        if (!percent.matches()) {
            throw new IllegalArgumentException(
                    "'" + noWorseThan + "' is no percentage: write by how much the figure may be worse, such as 5%");
        }
        return Double.parseDouble(percent.group(1)) / 100;
    }

    double logLimit() {
        return figure.logOfWorse(limit);
    }

    /**
     * Whether a comparison sees so little that nobody should take it for a pass.
     *
     * @param sees the smallest share by which the figure must be worse to be caught
     */
    boolean isBlindAt(double sees) {
        return sees > BLIND || sees > BLIND_TIMES_THE_LIMIT * limit;
    }

    /** The budget as it can be written, such as {@code ttft.p95<=baseline+5%}. */
    public String text() {
        return figure.key()
                + (figure.isLatency() ? "<=baseline+" : ">=baseline-")
                + Words.limit(limit).replace(" ", "");
    }

    /** The limit for people: {@code no worse than 5 %}. */
    public String limitInWords() {
        return "no worse than " + Words.limit(limit);
    }
}
