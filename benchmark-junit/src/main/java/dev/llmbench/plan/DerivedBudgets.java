package dev.llmbench.plan;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.Budget.Bound;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.OptionalInt;

/** Checks budgets on derived statistics: drift, recovery, breakpoint and TPOT by difference. */
final class DerivedBudgets {
    private static final String STATISTIC = "budgets.statistic";

    private DerivedBudgets() {}

    static void require(Metric metric, Statistic statistic, Bound bound, OptionalInt stage) {
        boolean ofRequests = metric.isLatency() && metric != Metric.CHUNK_GAP;
        boolean fits = switch (statistic.kind()) {
            case DRIFT -> ofRequests || metric == Metric.ERROR_RATE;
            case RECOVERY -> ofRequests;
            case BY_DIFFERENCE -> metric == Metric.TPOT;
            default -> metric == Metric.REQUEST_THROUGHPUT;
        };
        if (!fits) {
            throw ConfigurationException.of(
                    STATISTIC,
                    statistic.label(),
                    metric.label() + " has none: drift exists for the error rate and for latencies that each"
                            + " request has once, recovery for such latencies, breakpoint for the request"
                            + " throughput, and by_difference for TPOT",
                    "Use for example TTFT drift, TTFT recovery, REQUEST_THROUGHPUT breakpoint or TPOT by_difference");
        }
        Bound due = statistic.kind() == Statistic.Kind.BREAKPOINT ? Bound.AT_LEAST : Bound.AT_MOST;
        if (bound != due && statistic.kind() != Statistic.Kind.BY_DIFFERENCE) {
            throw ConfigurationException.of(
                    STATISTIC,
                    statistic.label(),
                    "its limit is " + (due == Bound.AT_MOST ? "an upper one" : "a lower one"),
                    "Write " + (due == Bound.AT_MOST ? "atMost" : "atLeast"));
        }
        if (stage.isPresent() && statistic.kind() != Statistic.Kind.BY_DIFFERENCE) {
            throw ConfigurationException.of(
                    "budgets.stage",
                    stage.getAsInt(),
                    "a " + statistic.label() + " is measured over the whole run",
                    "Leave it out");
        }
    }

    static boolean isOfBreakpoint(Budget budget) {
        return budget.statistic().kind() == Statistic.Kind.BREAKPOINT;
    }

    static void requireCompatible(Budget budget, Load load, EarlyEnd early, Measuring measuring) {
        if (budget.statistic().kind() == Statistic.Kind.RECOVERY
                && LoadTimeline.of(load).spike().isEmpty()) {
            throw ConfigurationException.of(
                    STATISTIC,
                    budget.statistic().label(),
                    "it needs a load with a spike: stages that rise from a level above 0 and fall back to it",
                    "Use profile = SPIKE, or such stages");
        }
        if (budget.statistic().kind() == Statistic.Kind.BY_DIFFERENCE
                && measuring.twoLengths().isEmpty()) {
            throw ConfigurationException.of(
                    STATISTIC,
                    budget.statistic().label(),
                    "it needs a test that sends each prompt with two output lengths",
                    "Give it tpotByDifference = 10");
        }
        boolean looksForRate = early.breakpoint().isPresent() && load.model().isOpen();
        if (isOfBreakpoint(budget) && !looksForRate) {
            throw ConfigurationException.of(
                    STATISTIC,
                    budget.statistic().label(),
                    "it needs a test that searches for the rate at which a budget breaks",
                    "Use profile = BREAKPOINT or profile = SEARCH, with an arrival rate");
        }
    }

    /** Parses a drift limit such as {@code 5%/h}. */
    static double parseDrift(String attribute, String text) {
        String share = text.strip().toLowerCase(Locale.ROOT).replaceFirst("\\s*/\\s*h$", "");
        try {
            return share.endsWith("%")
                    ? new BigDecimal(share.substring(0, share.length() - 1).strip())
                            .movePointLeft(2)
                            .doubleValue()
                    : new BigDecimal(share).doubleValue();
        } catch (NumberFormatException e) {
            throw ConfigurationException.of(
                    attribute, text, "this is not a limit for a drift", "Write for example \"1%/h\"");
        }
    }
}
