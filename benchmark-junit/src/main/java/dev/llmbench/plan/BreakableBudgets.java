package dev.llmbench.plan;

import java.util.List;

/** Checks the budgets of a run that looks for its breakpoint. */
final class BreakableBudgets {
    private BreakableBudgets() {}

    /** Whether the budget is on the requests of the whole run, so that it defines what a break is. */
    static boolean defineBreak(Budget budget) {
        return budget.stage().isEmpty() && budget.turn().isEmpty() && !budget.isDerived();
    }

    static void require(List<Budget> budgets, BreakpointHunt hunt, Load load) {
        List<Budget> ofTheRun =
                budgets.stream().filter(BreakableBudgets::defineBreak).toList();
        if (ofTheRun.isEmpty()) {
            throw ConfigurationException.saying("budgets has none for the whole run: a breakpoint is where"
                    + " one breaks."
                    + " Write for example budgets = @Budget(metric = TTFT, atMost = \"300ms\").");
        }
        for (Budget budget : ofTheRun) {
            if (!budget.isBreakable()) {
                throw ConfigurationException.of(
                        "budgets",
                        budget.figure() + " " + budget.shownLimit(),
                        "only a budget on a latency's percentile, mean or maximum, on the error rate or on the"
                                + " good fraction can be broken by load",
                        "Use one of those, or give this one a stage");
            }
        }
        if (hunt instanceof RateSearch search) {
            requireOpen(load);
            ofTheRun.forEach(budget -> requireSamples(budget, search));
        }
    }

    private static void requireOpen(Load load) {
        if (!load.model().isOpen()) {
            throw ConfigurationException.of(
                    "load", load.model(), "profile = SEARCH searches for a rate", "Use ARRIVAL_RATE or leave it out");
        }
    }

    private static void requireSamples(Budget budget, RateSearch search) {
        double requests = search.lowest() * search.hold().toNanos() / 1e9;
        long needed = budget.leastSamples();
        if (requests < needed) {
            throw ConfigurationException.of(
                    "hold",
                    Durations.format(search.hold()),
                    "at the lowest rate, " + LoadModel.number(search.lowest()) + "/s, that is "
                            + LoadModel.number(Math.floor(requests)) + " requests, and " + budget.figure() + " "
                            + budget.shownLimit() + " needs " + needed,
                    "Hold for longer, or start at a higher rate");
        }
    }
}
