package dev.llmbench.assertj;

import dev.llmbench.budget.Verdict;
import dev.llmbench.budget.Verdicts;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.Budget;
import dev.llmbench.plan.Budget.Bound;
import dev.llmbench.plan.Evidence;
import dev.llmbench.result.Drift;
import java.util.OptionalInt;

/**
 * Assertions on how fast a figure drifts upwards under steady load, with limits such as {@code "5%/h"}: relative to the
 * level of a latency, or in percentage points of an error rate. They fail if the drift cannot be determined; a figure that
 * falls passes.
 *
 * <pre>{@code
 * assertThat(result).drift(TTFT).isAtMost("5%/h");
 * }</pre>
 */
public final class DriftAssert {
    private final LoadResultAssert origin;
    private final Drift drift;

    DriftAssert(LoadResultAssert origin, Drift drift) {
        this.origin = origin;
        this.drift = drift;
    }

    /** Verifies that the estimated drift is at most the limit, regardless of its uncertainty. */
    public DriftAssert isAtMost(String limit) {
        return verify(limit, Evidence.POINT);
    }

    /**
     * Verifies that the whole 95 % confidence interval of the drift is at most the limit: for releases; requires a long run.
     */
    public DriftAssert isProvenAtMost(String limit) {
        return verify(limit, Evidence.PROVEN_PASS);
    }

    /**
     * Verifies that the drift is not proven to be above the limit: part of its 95 % confidence interval is at most the
     * limit.
     */
    public DriftAssert isNotProvenAbove(String limit) {
        return verify(limit, Evidence.PROVEN_BREACH);
    }

    /** Returns to the assertions on the result. */
    @CheckReturnValue
    public LoadResultAssert and() {
        return origin;
    }

    private DriftAssert verify(String limit, Evidence evidence) {
        double most = Budget.parseLimit("limit", drift.metric(), Statistic.DRIFT, limit);
        Budget budget = new Budget(drift.metric(), Statistic.DRIFT, Bound.AT_MOST, most, OptionalInt.empty());
        Verdict verdict = Verdicts.judge(origin.result(), budget.with(evidence));
        origin.verify(!verdict.failed() && drift.unknown().isEmpty(), verdict.message());
        return this;
    }
}
