package dev.llmbench.cluster.jgroups;

import dev.llmbench.cluster.ClusterSettings;
import dev.llmbench.cluster.Coordinator;
import dev.llmbench.cluster.Group;
import dev.llmbench.cluster.WorkerLimits;
import dev.llmbench.plan.ConfigurationException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Joins the cluster of a test. */
public final class Clusters {
    private Clusters() {}

    /**
     * Returns how a test joins its cluster.
     *
     * @param environment the environment variables, which include the cluster's key
     */
    public static Coordinator.Joining joining(ClusterSettings settings, Map<String, String> environment) {
        return listener ->
                settings.local().isPresent() ? local(settings, listener) : remote(settings, environment, listener);
    }

    private static Group remote(ClusterSettings settings, Map<String, String> environment, Group.Listener listener) {
        try {
            return JGroupsGroup.join(
                    settings.host(), settings.port(), key(settings, environment), "coordinator", listener);
        } catch (IOException e) {
            throw ConfigurationException.saying("llmbench.cluster = " + settings.place() + ": " + e.getMessage())
                    .causedBy(e);
        }
    }

    /** Only a hub on this machine works without a key. */
    private static Optional<ClusterKey> key(ClusterSettings settings, Map<String, String> environment) {
        boolean none = environment.getOrDefault(ClusterKey.VARIABLE, "").isBlank();
        return none && WorkerLimits.isLoopback(settings.host())
                ? Optional.empty()
                : Optional.of(ClusterKey.fromEnvironment(environment));
    }

    private static Group local(ClusterSettings settings, Group.Listener listener) {
        try {
            return LocalCluster.start(settings.local().orElseThrow(), listener);
        } catch (IOException e) {
            throw ConfigurationException.saying("llmbench.cluster = " + settings.place()
                            + ": the workers on this machine could not be started: " + e.getMessage())
                    .causedBy(e);
        }
    }
}
