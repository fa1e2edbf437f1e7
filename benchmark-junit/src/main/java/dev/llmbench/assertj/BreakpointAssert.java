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
 * Assertions on the breakpoint, the level of load at which a budget broke. Levels are in the unit of the load: requests per
 * second, or virtual users.
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

    /** Verifies that all budgets held at least up to this level. */
    public BreakpointAssert isAtLeast(double level) {
        Budget budget =
                new Budget(Metric.REQUEST_THROUGHPUT, Statistic.BREAKPOINT, Bound.AT_LEAST, level, OptionalInt.empty());
        Verdict verdict = Verdicts.judge(origin.result(), budget.with(Evidence.POINT));
        origin.verify(!verdict.failed(), verdict.message());
        return this;
    }

    /** Verifies that a budget broke at this level or below. */
    public BreakpointAssert isBrokenAt(double level) {
        return verify(
                found.broke(), broke -> broke <= level, "was expected to break at " + found.shown(level) + " or below");
    }

    /** Verifies that no budget broke at any level that was tried. */
    public BreakpointAssert isNotReached() {
        origin.verify(
                found.broke().isEmpty() && found.held().isPresent(),
                "The load " + found.inWords() + "; no budget was expected to break");
        return this;
    }

    /** Returns to the assertions on the result. */
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
