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
 * How one budget came out.
 *
 * <pre>{@code
 * for (Verdict verdict : Verdicts.of(result).failures()) {
 *     System.err.println(verdict.finding());
 * }
 * }</pre>
 *
 * @param budget what was asked
 * @param scope the run or the stage that it was asked of
 * @param kind how it came out
 * @param proven whether the samples rule chance out at 95 %; only of a breach or a pass
 * under a load at one level
 * @param failed whether this fails the test, under the evidence policy of the budget, or else of the plan
 * @param actual the figure, in the unit of the budget's limit; empty where there is no sample to draw it from. Requests
 * that were cut off count in {@code over} and not in here
 * @param interval the 95 % interval of the figure; without bounds where the load was not steady, where requests were cut
 * off, or where there are too few samples
 * @param possible the bounds of the true figure of these very samples, given what the load generator may have added;
 * without bounds if there is no figure
 * @param samples how many samples it was judged on
 * @param over those on the wrong side of the limit, or those that may be if the generator decides it; 0 for a figure that is
 * not judged by counting
 * @param thin for a pass on too few samples to mean much, the smallest share over the limit, between 0 and 1, that they
 * prove; empty if there are enough
 * @param finding the figure, the limit and what they were drawn from, on one line
 * @param remark what to know about the verdict or to do about it; may be empty
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

    /** Of the limit. */
    private static final double WORTH_TELLING = 0.005;

    private static final MathContext TWO_DIGITS = new MathContext(2);

    /** How a budget can come out, the gravest first. */
    public enum Kind {
        /** The figure is on the wrong side of the limit. */
        BREACH("BREACH"),
        /** Nothing was measured to draw the figure from. */
        NO_SAMPLE("NO SAMPLE"),
        /** It depends on what the load generator itself may have added, or the run was too short for a figure over time. */
        INCONCLUSIVE("INCONCLUSIVE"),
        /** There is no earlier run to compare with, which fails no test. */
        NO_BASELINE("NO BASELINE"),
        /** The figure is within the limit or equal to it. */
        PASS("PASS");

        private final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    /**
     * Returns the figure for display: its value; {@code over 300 ms} if the value would hide a breach because requests were
     * cut off or because it is rounded; or {@code -} if there is none.
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

    /** Whether counting found the latency over a limit from above. */
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

    /** The verdict in a few words, such as {@code BREACH (proven)} or {@code PASS (thin: n = 80, proves at most 3.7 %)}. */
    public String word() {
        return kind.word + (proven ? " (proven)" : thin.isPresent() ? " " + thinness() : "");
    }

    private String thinness() {
        BigDecimal percent = BigDecimal.valueOf(100 * thin.orElse(1)).round(TWO_DIGITS);
        return String.format(Locale.ROOT, "(thin: n = %,d, proves at most %s %%)", samples, percent.toPlainString());
    }

    /**
     * The verdict on one line, such as {@code TTFT p95 was 412 ms, limit ≤ 300 ms (run, n = 1,240, 31.2 % over the limit
     * where 5 % may be): BREACH (proven)}.
     */
    public String message() {
        return finding + ": " + word() + excess() + (remark.isEmpty() ? "" : ", " + remark);
    }

    /** Returns by how much a time or a rate broke its limit, after a comma; empty for others, and if rounding hides it. */
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

    /** Returns the message without the verdict's word, for places that show the word apart. */
    public String detail() {
        return remark.isEmpty() ? finding : finding + "; " + remark;
    }

    @Override
    public String toString() {
        return message();
    }
}
