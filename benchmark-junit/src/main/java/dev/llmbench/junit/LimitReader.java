package dev.llmbench.junit;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.Budget.Bound;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.Durations;
import dev.llmbench.plan.Evidence;
import dev.llmbench.plan.GoodputLimits;
import dev.llmbench.plan.LimitText;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Reads budgets and goodput limits from annotations. */
final class LimitReader {
    private LimitReader() {}

    static List<dev.llmbench.plan.Budget> budgets(Budget[] budgets) {
        return Stream.of(budgets).map(LimitReader::budget).toList();
    }

    private static dev.llmbench.plan.Budget budget(Budget budget) {
        boolean most = !budget.atMost().isBlank();
        if (most == !budget.atLeast().isBlank()) {
            throw ConfigurationException.saying("budgets: the one on " + budget.metric() + " has "
                    + (most ? "two limits" : "no limit") + ". Give it either atMost or atLeast.");
        }
        String limit = most ? budget.atMost() : budget.atLeast();
        Statistic statistic = LimitText.statistic("budgets.statistic", budget.metric(), budget.statistic());
        dev.llmbench.plan.Budget read = new dev.llmbench.plan.Budget(
                budget.metric(),
                statistic,
                most ? Bound.AT_MOST : Bound.AT_LEAST,
                dev.llmbench.plan.Budget.parseLimit(
                        most ? "budgets.atMost" : "budgets.atLeast", budget.metric(), statistic, limit),
                stage(budget.stage()));
        dev.llmbench.plan.Budget placed = budget.turn() == 0 ? read : read.ofTurn(budget.turn());
        return evidence(budget).map(placed::with).orElse(placed);
    }

    private static Optional<Evidence> evidence(Budget budget) {
        if (budget.evidence().length > 1) {
            throw ConfigurationException.of(
                    "budgets.evidence",
                    List.of(budget.evidence()),
                    "a budget is decided by one policy",
                    "Keep one of them, or none");
        }
        return Stream.of(budget.evidence()).findFirst();
    }

    /** No stage is 0; whether the number makes sense is the budget's to say. */
    private static OptionalInt stage(int number) {
        return number == 0 ? OptionalInt.empty() : OptionalInt.of(number);
    }

    static GoodputLimits goodput(Goodput goodput) {
        Map<Metric, Duration> limits = new EnumMap<>(Metric.class);
        Map.of(Metric.TTFT, goodput.ttft(), Metric.TPOT, goodput.tpot(), Metric.E2E, goodput.e2e())
                .forEach((metric, limit) -> {
                    if (!limit.isBlank()) {
                        limits.put(metric, Durations.parse("goodput." + metric.key(), limit));
                    }
                });
        return new GoodputLimits(limits);
    }
}
