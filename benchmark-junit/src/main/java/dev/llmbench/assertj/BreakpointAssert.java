package dev.llmbench.assertj;

import dev.llmbench.budget.Verdict;
import dev.llmbench.budget.Verdicts;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.Budget;
import dev.llmbench.plan.Budget.Bound;
import dev.llmbench.plan.Evidence;
import dev.llmbench.result.Breakpoint;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.DoublePredicate;
import org.assertj.core.annotation.CheckReturnValue;

/**
 * Assertions on where the load broke a budget: on the highest level that held. Each fails where no level is known to have
 * held. The level is in what the load counts: requests a second, or virtual users.
 *
 * <pre>{@code
 * assertThat(result).breakpoint().isAtLeast(40.0);
 * }</pre>
 */
public final class BreakpointAssert {
    private final LoadResultAssert origin;
    private final Breakpoint found;

    BreakpointAssert(LoadResultAssert origin, Breakpoint found) {
        this.origin = origin;
        this.found = found;
    }

    /** Verifies that all budgets held up to this level at least. */
    public BreakpointAssert isAtLeast(double level) {
        Budget budget =
                new Budget(Metric.REQUEST_THROUGHPUT, Statistic.BREAKPOINT, Bound.AT_LEAST, level, OptionalInt.empty());
        Verdict verdict = Verdicts.judge(origin.result(), budget.with(Evidence.POINT));
        origin.verify(!verdict.failed(), verdict.message());
        return this;
    }

    /** Verifies that a budget broke, and did so at this level at the most. */
    public BreakpointAssert isBrokenAt(double level) {
        return verify(found.broke(), broke -> broke <= level, "is to break at " + found.shown(level) + " at the most");
    }

    /** Verifies that no budget broke at any level that was tried. */
    public BreakpointAssert isNotReached() {
        origin.verify(
                found.broke().isEmpty() && found.held().isPresent(),
                "The load " + found.inWords() + "; nothing is to break");
        return this;
    }

    /** Goes on with other figures. */
    @CheckReturnValue
    public LoadResultAssert and() {
        return origin;
    }

    private BreakpointAssert verify(OptionalDouble level, DoublePredicate holds, String wanted) {
        origin.verify(
                level.isPresent() && holds.test(level.getAsDouble()), "The load " + found.inWords() + "; it " + wanted);
        return this;
    }
}
