package dev.llmbench.budget;

import dev.llmbench.metric.Format;
import dev.llmbench.metric.Metric;
import dev.llmbench.plan.Budget;
import dev.llmbench.result.Scope;
import dev.llmbench.stats.Interval;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * The verdict on one budget.
 *
 * <pre>{@code
 * for (Verdict verdict : Verdicts.of(result).failures()) {
 *     System.err.println(verdict.finding());
 * }
 * }</pre>
 *
 * @param budget the budget
 * @param scope the part of the run that it was checked against
 * @param kind the outcome
 * @param proven whether the samples rule chance out at 95 % confidence; only for a breach or a pass under a load at one
 *     level
 * @param failed whether this fails the test under the evidence policy of the budget or, by default, of the plan
 * @param actual the figure, in the unit of the budget's limit; empty if there is no sample. Requests that were cut off
 *     count in {@code over}, but not here
 * @param interval the 95 % interval of the figure; unbounded if the load was not steady, if requests were cut off, or
 *     if there are too few samples
 * @param possible the bounds of the true figure of these samples, given what the load generator may have added;
 *     unbounded if there is no figure
 * @param samples the number of samples that it was judged on
 * @param over the number of samples on the wrong side of the limit, including those that may be there if the verdict
 *     depends on the generator; 0 for a figure that is not judged by counting
 * @param thin for a pass with too few samples to mean much, the smallest upper bound, between 0 and 1, that they prove
 *     for the fraction over the limit; empty if there are enough
 * @param finding the figure, the limit and the samples, on one line
 * @param remark further information on the verdict or a remedy; may be empty
 */
public record Verdict(
        Budget budget,
        Scope scope,
        Kind kind,
        boolean proven,
        boolean failed,
        OptionalDouble actual,
        Interval interval,
        Interval possible,
        long samples,
        long over,
        OptionalDouble thin,
        String finding,
        String remark) {

    /** The fraction of the limit from which on an excess is shown. */
    private static final double WORTH_TELLING = 0.005;

    private static final MathContext TWO_DIGITS = new MathContext(2);

    /** The possible outcomes of a budget, the most serious first. */
    public enum Kind {
        /** The figure is on the wrong side of the limit. */
        BREACH("BREACH"),
        /** There is no sample for the figure. */
        NO_SAMPLE("NO SAMPLE"),
        /**
         * The outcome depends on what the load generator itself may have added, or the run was too short for a figure
         * over time.
         */
        INCONCLUSIVE("INCONCLUSIVE"),
        /** There is no earlier run to compare with, which does not fail the test. */
        NO_BASELINE("NO BASELINE"),
        /** The figure is within the limit or equal to it. */
        PASS("PASS");

        private final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    /**
     * Returns the figure for display: its value; {@code over 300 ms} if the value would hide a breach because requests
     * were cut off or because it is rounded; or {@code -} if there is no figure.
     */
    public String shownActual() {
        if (actual.isEmpty()) {
            return "-";
        }
        String value = budget.shown(actual.getAsDouble());
        if (budget.isRelative()) {
            return value;
        }
        String limit = budget.shown(budget.limit());
        return isOver() && (actual.getAsDouble() <= budget.limit() || value.equals(limit)) ? "over " + limit : value;
    }

    /** Returns whether counting found a latency to be over its upper limit. */
    private boolean isOver() {
        if (!budget.metric().isLatency() || budget.bound() != Budget.Bound.AT_MOST) {
            return false;
        }
        return switch (budget.statistic().kind()) {
            case PERCENTILE ->
                BigDecimal.valueOf(over).compareTo(budget.allowedShare().multiply(BigDecimal.valueOf(samples))) > 0;
            case MAX -> over > 0;
            case MIN -> over == samples;
            default -> false;
        };
    }

    /** Returns the 95 % interval of the figure for display; {@code -} if it has no bound. */
    public String shownInterval() {
        return interval.equals(Interval.UNBOUNDED) ? "-" : interval.inWords(budget::shown);
    }

    /**
     * Returns the verdict in a few words, such as {@code BREACH (proven)} or {@code PASS (thin: n = 80, proves at most
     * 3.7 %)}.
     */
    public String word() {
        return kind.word + (proven ? " (proven)" : thin.isPresent() ? " " + thinness() : "");
    }

    private String thinness() {
        BigDecimal percent = BigDecimal.valueOf(100 * thin.orElse(1)).round(TWO_DIGITS);
        return String.format(Locale.ROOT, "(thin: n = %,d, proves at most %s %%)", samples, percent.toPlainString());
    }

    /**
     * Returns the verdict on one line, such as
     * {@code TTFT p95 was 412 ms, limit ≤ 300 ms (run, n = 1,240, 31.2 % over the limit, 5 % allowed): BREACH (proven)}.
     */
    public String message() {
        return finding + ": " + word() + excess() + (remark.isEmpty() ? "" : ", " + remark);
    }

    /**
     * Returns by how much a time or a rate broke its limit, after a comma; empty for other figures, and if rounding
     * hides it.
     */
    String excess() {
        boolean isComparable = !budget.isDerived()
                && (budget.metric().isLatency() || budget.metric().kind() == Metric.Kind.PER_SECOND);
        if (kind != Kind.BREACH || !isComparable || actual.isEmpty() || budget.limit() <= 0) {
            return "";
        }
        boolean atMost = budget.bound() == Budget.Bound.AT_MOST;
        double over = (actual.getAsDouble() - budget.limit()) / budget.limit();
        double excess = atMost ? over : -over;
        return excess < WORTH_TELLING ? "" : (atMost ? ", over by " : ", under by ") + Format.percent(excess);
    }

    /** Returns the message without the verdict's word, for places that show the word separately. */
    public String detail() {
        return remark.isEmpty() ? finding : finding + "; " + remark;
    }

    @Override
    public String toString() {
        return message();
    }
}
