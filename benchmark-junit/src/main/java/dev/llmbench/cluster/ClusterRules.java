package dev.llmbench.cluster;

import dev.llmbench.plan.Against;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.Durations;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.RateSearch;
import java.time.Duration;

/** The rules for plans that a cluster can carry out. */
final class ClusterRules {
    private static final Duration SHORTEST_HOLD = Duration.ofSeconds(8);

    private ClusterRules() {}

    /**
     * Requires that a cluster can carry out a plan.
     *
     * @throws ConfigurationException if it cannot
     */
    static void require(LoadPlan plan) {
        if (plan.against().filter(Against::takesTurns).isPresent()) {
            throw refused(
                    "order", "BLOCKS", "workers would have to take turns at the same moments", "Use SIMULTANEOUS");
        }
        if (plan.early().breakpoint().orElse(null) instanceof RateSearch search
                && search.hold().compareTo(SHORTEST_HOLD) < 0) {
            throw refused(
                    "hold",
                    Durations.format(search.hold()),
                    "each rate must reach the workers during the rest before it",
                    "Hold each rate for " + Durations.format(SHORTEST_HOLD) + " or longer");
        }
    }

    private static ConfigurationException refused(String attribute, String value, String rule, String remedy) {
        return ConfigurationException.of(
                attribute,
                value,
                "a cluster cannot carry this out: " + rule,
                remedy + ", or run without " + ClusterSettings.ATTRIBUTE);
    }

    /** Returns the largest number of workers that can all have a share: one for each user, or each request in flight. */
    static int mostWorkers(LoadPlan plan) {
        return plan.load().model().isOpen()
                ? plan.load().maxInFlight()
                : (int) Math.max(1, plan.load().highestLevel());
    }
}
