package dev.llmbench.budget;

import dev.llmbench.metric.Metric;
import dev.llmbench.plan.Budget;
import dev.llmbench.plan.Evidence;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.Measurement;

/**
 * A budget held against a result.
 *
 * @param strict whether the limit itself is on the wrong side
 */
record Question(LoadResult result, Budget budget, boolean strict) {

    Metric metric() {
        return budget.metric();
    }

    Measurement measured() {
        return budget.stage().isPresent() ? result.stage(budget.stage().getAsInt()) : result.run();
    }

    boolean atMost() {
        return budget.bound() == Budget.Bound.AT_MOST;
    }

    Evidence evidence() {
        return budget.evidence().orElse(result.plan().evidence());
    }

    /** Whether the load was held at one level, so that samples may be taken as draws of one distribution. */
    boolean steady() {
        return result.plan().load().isSteady(budget.stage());
    }
}
