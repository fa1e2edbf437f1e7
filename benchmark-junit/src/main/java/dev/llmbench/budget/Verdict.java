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
 * @param proven whether samples are so many and so clear that chance is ruled out at 95 %; only said of a breach or a pass
 * while the load is held at one level
 * @param failed whether the test fails by this, under the policy of evidence that the budget or else the plan has
 * @param actual the figure, in the unit of the budget's limit; empty where there is no sample to draw it from. Requests
 * that were cut off count in {@code over} and not in here
 * @param interval the 95 % interval of the figure; without bounds where the load was not steady, where requests were cut
 * off, or where there are too few samples
 * @param possible between which figures the true one of these very samples lies, given what the load generator may have added;
 * without bounds where there is no figure
 * @param samples how many samples it was judged on
 * @param over those of them on the wrong side of the limit, where that hangs on the generator those that may be; 0 for a
 * figure that is not judged by counting
 * @param thin of a pass on fewer samples than the figure needs to mean much: the share over the limit, between 0 and 1, that
 * they prove at the most; empty where there are enough
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

    /** How a budget can come out; the gravest is first. */
    public enum Kind {
        /** The figure is on the wrong side of the limit. */
        BREACH("BREACH"),
        /** Nothing was measured to draw the figure from. */
        NO_SAMPLE("NO SAMPLE"),
        /** It depends on what the load generator itself may have added, or the run was too short for a figure over time. */
        INCONCLUSIVE("INCONCLUSIVE"),
        /** The figure is within the limit; the limit itself is. */
        PASS("PASS");

        private final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    /**
     * The figure for people: its value, {@code over 300 ms} where that would hide how many were over the limit, since
     * requests were cut off or since it is rounded, or {@code -} where there is none.
     */
    public String shownActual() {
        if (actual.isEmpty()) {
            return "-";
        }
        String value = budget.shown(actual.getAsDouble());
        String limit = budget.shown(budget.limit());
        return isOver() && (actual.getAsDouble() <= budget.limit() || value.equals(limit)) ? "over " + limit : value;
    }

    /** Whether counting found the latency over a limit from above. */
    private boolean isOver() {
        if (!budget.metric().isLatency() || budget.bound() == Budget.Bound.AT_LEAST) {
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

    /** The 95 % interval of the figure for people; {@code -} where it has no bound. */
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

    /** By how much a time or a rate broke its limit, after a comma; empty of all else, and where rounding hides it. */
    String excess() {
        boolean isComparable = !budget.statistic().isDerived()
                && (budget.metric().isLatency() || budget.metric().kind() == Metric.Kind.PER_SECOND);
        if (kind != Kind.BREACH || !isComparable || actual.isEmpty() || budget.limit() <= 0) {
            return "";
        }
        boolean atMost = budget.bound() == Budget.Bound.AT_MOST;
        double over = (actual.getAsDouble() - budget.limit()) / budget.limit();
        double excess = atMost ? over : -over;
        return excess < WORTH_TELLING ? "" : (atMost ? ", over by " : ", under by ") + Format.percent(excess);
    }

    /** The same without the verdict's word, for where that stands apart. */
    public String detail() {
        return remark.isEmpty() ? finding : finding + "; " + remark;
    }

    @Override
    public String toString() {
        return message();
    }
}
