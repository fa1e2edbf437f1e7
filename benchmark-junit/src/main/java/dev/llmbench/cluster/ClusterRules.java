package dev.llmbench.cluster;

import dev.llmbench.plan.Against;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.RateSearch;

/** What a plan must be like to be carried out by a cluster. */
final class ClusterRules {
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
        if (plan.early().breakpoint().orElse(null) instanceof RateSearch) {
            throw refused(
                    "profile",
                    "SEARCH",
                    "each rate depends on what all workers measured at the one before",
                    "Use BREAKPOINT, whose load rises by the plan alone");
        }
    }

    private static ConfigurationException refused(String attribute, String value, String rule, String remedy) {
        return ConfigurationException.of(
                attribute,
                value,
                "a cluster cannot carry this out: " + rule,
                remedy + ", or run without " + ClusterSettings.ATTRIBUTE);
    }

    /** Returns the number of workers that can have a share: no more than there are users, or requests in flight. */
    static int mostWorkers(LoadPlan plan) {
        return plan.load().model().isOpen()
                ? plan.load().maxInFlight()
                : (int) Math.max(1, plan.load().highestLevel());
    }
}
