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
        long limits = Stream.of(budget.atMost(), budget.atLeast(), budget.noWorseThan())
                .filter(limit -> !limit.isBlank())
                .count();
        if (limits != 1) {
            throw ConfigurationException.saying("budgets: the one on " + budget.metric() + " has "
                    + (limits == 0 ? "no limit" : limits == 2 ? "two limits" : "three limits")
                    + ". Give it one of atMost, atLeast and noWorseThan.");
        }
        dev.llmbench.plan.Budget read = budget.noWorseThan().isBlank() ? fixed(budget, most) : relative(budget);
        dev.llmbench.plan.Budget placed = budget.turn() == 0 ? read : read.ofTurn(budget.turn());
        return evidence(budget).map(placed::with).orElse(placed);
    }

    private static dev.llmbench.plan.Budget relative(Budget budget) {
        return dev.llmbench.plan.Budget.noWorseThan(
                "budgets.noWorseThan",
                budget.metric(),
                LimitText.statistic("budgets.statistic", budget.metric(), budget.statistic()),
                budget.noWorseThan(),
                stage(budget.stage()));
    }

    private static dev.llmbench.plan.Budget fixed(Budget budget, boolean most) {
        String limit = most ? budget.atMost() : budget.atLeast();
        Statistic statistic = LimitText.statistic("budgets.statistic", budget.metric(), budget.statistic());
        return new dev.llmbench.plan.Budget(
                budget.metric(),
                statistic,
                most ? Bound.AT_MOST : Bound.AT_LEAST,
                dev.llmbench.plan.Budget.parseLimit(
                        most ? "budgets.atMost" : "budgets.atLeast", budget.metric(), statistic, limit),
                stage(budget.stage()));
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

    /** Only 0 stands for no stage; the budget validates the number. */
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
