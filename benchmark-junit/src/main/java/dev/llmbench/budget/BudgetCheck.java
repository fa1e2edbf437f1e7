package dev.llmbench.budget;

import dev.llmbench.metric.Metric;
import dev.llmbench.plan.Budget;
import dev.llmbench.plan.Evidence;
import dev.llmbench.plan.Load;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.Measurement;
import dev.llmbench.result.Scope;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A budget and the measurement that it is checked against.
 *
 * @param measured the part of the result that is checked
 * @param strict whether a figure equal to the limit is on the wrong side
 */
record BudgetCheck(LoadResult result, Budget budget, Measurement measured, boolean strict) {

    /** Creates a check of the run, or of the stage or turn that the budget names. */
    BudgetCheck(LoadResult result, Budget budget, boolean strict) {
        this(result, budget, named(result, budget), strict);
    }

    private static Measurement named(LoadResult result, Budget budget) {
        if (budget.turn().isPresent()) {
            return result.turn(budget.turn().getAsInt());
        }
        return budget.stage().isPresent() ? result.stage(budget.stage().getAsInt()) : result.run();
    }

    /**
     * Returns the same check of the requests that no stall of the generator disturbed; empty if the requests cannot be
     * read again.
     */
    Optional<BudgetCheck> onQuietTime() {
        return result.onQuietTime(metric()).map(quiet -> new BudgetCheck(quiet, budget, quiet.like(measured), strict));
    }

    Metric metric() {
        return budget.metric();
    }

    boolean atMost() {
        return budget.bound() == Budget.Bound.AT_MOST;
    }

    Evidence evidence() {
        return budget.evidenceIn(result.plan());
    }

    /** Returns whether the measurement is neither the run nor one of its stages or turns. */
    boolean isWindow() {
        Scope scope = measured.scope();
        return scope.stage().isEmpty() && scope.turn().isEmpty() && measured != result.run();
    }

    /**
     * Returns whether the load was held at one level, so that samples can be regarded as draws from one distribution.
     */
    boolean steady() {
        Load load = result.plan().load();
        OptionalInt stage = measured.scope().stage();
        if (!isWindow()) {
            return load.isSteady(stage);
        }
        Duration from = measured.scope().from();
        return load.isSteady(from, from.plus(measured.scope().length()));
    }
}
