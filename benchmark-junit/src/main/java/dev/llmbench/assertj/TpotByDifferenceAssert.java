package dev.llmbench.assertj;

import dev.llmbench.budget.Verdict;
import dev.llmbench.budget.Verdicts;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.Budget;
import dev.llmbench.plan.Budget.Bound;
import dev.llmbench.plan.Evidence;
import dev.llmbench.result.TpotByDifference;
import java.time.Duration;

/**
 * Assertions on TPOT from two output lengths, of the run or of a stage. Assertions on the figure itself fail with fewer than
 * two valid pairs, since a single one tells nothing about its uncertainty.
 *
 * <pre>{@code
 * assertThat(result).tpotByDifference().isAtMost("30ms");
 * }</pre>
 */
public final class TpotByDifferenceAssert {
    private final LoadResultAssert origin;
    private final TpotByDifference tpot;

    TpotByDifferenceAssert(LoadResultAssert origin, TpotByDifference tpot) {
        this.origin = origin;
        this.tpot = tpot;
    }

    /** Verifies that the mean is less than the limit. */
    public TpotByDifferenceAssert isLessThan(Duration limit) {
        Budget budget = budget(Bound.AT_MOST, micros(limit), Evidence.POINT);
        return verify(Verdicts.judgeStrictly(origin.result(), budget));
    }

    /** Verifies that the mean is at most the limit. */
    public TpotByDifferenceAssert isLessThanOrEqualTo(Duration limit) {
        return verify(Bound.AT_MOST, micros(limit), Evidence.POINT);
    }

    /**
     * Verifies that the mean is at most the limit.
     *
     * @param limit as in a budget, such as {@code "40ms"}
     * @throws dev.llmbench.plan.ConfigurationException if the text is not such a limit
     */
    public TpotByDifferenceAssert isAtMost(String limit) {
        return verify(Bound.AT_MOST, parsed(limit), Evidence.POINT);
    }

    /** Verifies that the mean is between the limits, inclusive. */
    public TpotByDifferenceAssert isBetween(Duration from, Duration to) {
        return verify(Bound.AT_LEAST, micros(from), Evidence.POINT).verify(Bound.AT_MOST, micros(to), Evidence.POINT);
    }

    /**
     * Verifies that the whole 95 % confidence interval of the mean is at most the limit: for releases.
     *
     * @param limit as in a budget, such as {@code "40ms"}
     * @throws dev.llmbench.plan.ConfigurationException if the text is not such a limit
     */
    public TpotByDifferenceAssert isProvenAtMost(String limit) {
        return verify(Bound.AT_MOST, parsed(limit), Evidence.PROVEN_PASS);
    }

    /** Verifies that there are at least this many valid pairs. */
    public TpotByDifferenceAssert hasAtLeastPairs(long pairs) {
        origin.verify(tpot.pairs() >= pairs, tpot.inWords() + "; at least " + pairs + " valid pairs were expected");
        return this;
    }

    /** Returns to the assertions on the result. */
    @CheckReturnValue
    public LoadResultAssert and() {
        return origin;
    }

    private TpotByDifferenceAssert verify(Bound bound, double limit, Evidence evidence) {
        return verify(Verdicts.judge(origin.result(), budget(bound, limit, evidence)));
    }

    private TpotByDifferenceAssert verify(Verdict verdict) {
        origin.verify(verdict, null);
        return this;
    }

    private Budget budget(Bound bound, double limit, Evidence evidence) {
        return new Budget(Metric.TPOT, Statistic.BY_DIFFERENCE, bound, limit, origin.stage()).with(evidence);
    }

    private static double parsed(String limit) {
        return Budget.parseLimit("limit", Metric.TPOT, limit);
    }

    private static double micros(Duration duration) {
        return duration.toNanos() / 1_000.0;
    }
}
