package dev.llmbench.assertj;

import dev.llmbench.budget.Verdict;
import dev.llmbench.budget.Verdicts;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.Budget;
import dev.llmbench.plan.Budget.Bound;
import dev.llmbench.plan.Durations;
import dev.llmbench.plan.Evidence;
import dev.llmbench.result.Recovery;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * Assertions on how long the service took to recover from a spike. They fail if the service is not known to have recovered.
 *
 * <pre>{@code
 * assertThat(result).recovery().isAtMost("15s");
 * }</pre>
 */
public final class RecoveryAssert {
    private final LoadResultAssert origin;
    private final Recovery recovery;

    RecoveryAssert(LoadResultAssert origin, Recovery recovery) {
        this.origin = origin;
        this.recovery = recovery;
    }

    /** Verifies that the service recovered, however long it took. */
    public RecoveryAssert isRecovered() {
        origin.verify(recovery.isRecovered(), recovery.inWords());
        return this;
    }

    /** Verifies that the service recovered within the limit. */
    public RecoveryAssert isLessThanOrEqualTo(Duration limit) {
        Budget budget = new Budget(
                recovery.rule().metric(),
                Statistic.RECOVERY,
                Bound.AT_MOST,
                limit.toNanos() / 1e3,
                OptionalInt.empty());
        Verdict verdict = Verdicts.judge(origin.result(), budget.with(Evidence.POINT), recovery);
        origin.verify(!verdict.failed(), verdict.message());
        return this;
    }

    /**
     * Verifies that the service recovered within the limit.
     *
     * @param limit a duration such as {@code "10s"}
     * @throws dev.llmbench.plan.ConfigurationException if the text is not a duration
     */
    public RecoveryAssert isAtMost(String limit) {
        return isLessThanOrEqualTo(Durations.parse("limit", limit));
    }

    /** Returns to the assertions on the result. */
    @CheckReturnValue
    public LoadResultAssert and() {
        return origin;
    }
}
