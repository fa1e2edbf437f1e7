package dev.llmbench.budget;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.Budget;
import dev.llmbench.plan.Budget.Bound;
import java.util.OptionalInt;

/** Budgets for tests, of the run, with limits as a user writes them. */
final class Budgets {
    private Budgets() {}

    static Budget atMost(Metric metric, String statistic, String limit) {
        return budget(metric, statistic, Bound.AT_MOST, limit);
    }

    static Budget atLeast(Metric metric, String statistic, String limit) {
        return budget(metric, statistic, Bound.AT_LEAST, limit);
    }

    static Budget ofStage(int stage, Budget budget) {
        return new Budget(budget.metric(), budget.statistic(), budget.bound(), budget.limit(), OptionalInt.of(stage));
    }

    private static Budget budget(Metric metric, String statistic, Bound bound, String limit) {
        return new Budget(
                metric,
                statistic.isEmpty() ? Statistic.VALUE : Statistic.parse(statistic),
                bound,
                Budget.parseLimit("limit", metric, limit),
                OptionalInt.empty());
    }
}
