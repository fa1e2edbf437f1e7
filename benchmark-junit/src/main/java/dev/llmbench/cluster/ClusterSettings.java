package dev.llmbench.cluster;

import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.Durations;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * The cluster that carries out a load.
 *
 * @param place the hub as {@code host:port}, or {@code local:3} for three workers on this machine; empty for this JVM alone
 * @param workers the number of workers that the load needs; empty for all that are idle
 * @param patience how long to wait for the workers
 * @param finishesOnLoss whether the load goes on when a worker is lost; the run is invalid either way
 */
public record ClusterSettings(String place, OptionalInt workers, Duration patience, boolean finishesOnLoss) {
    static final String ATTRIBUTE = "llmbench.cluster";
    private static final String LOCAL = "local:";
    private static final String NEEDED = "org.jgroups.JChannel";

    /** No cluster: this JVM carries out the load. */
    public static final ClusterSettings NONE =
            new ClusterSettings("", OptionalInt.empty(), Duration.ofMinutes(1), false);

    private static final int MOST_LOCAL = 64;

    public ClusterSettings {
        if (workers.isPresent() && workers.getAsInt() < 1) {
            throw ConfigurationException.of(
                    "llmbench.cluster-workers",
                    workers.getAsInt(),
                    "a load needs at least one worker",
                    "Write 1 or more");
        }
        if (patience.isNegative()) {
            throw ConfigurationException.of(
                    "llmbench.cluster-wait",
                    Durations.format(patience),
                    "a duration is not negative",
                    "Write 0s or more");
        }
        if (!place.isEmpty()) {
            requirePlace(place);
        }
    }

    public ClusterSettings withPlace(String other) {
        return new ClusterSettings(other.strip(), workers, patience, finishesOnLoss);
    }

    public ClusterSettings withWorkers(int number) {
        return new ClusterSettings(place, OptionalInt.of(number), patience, finishesOnLoss);
    }

    public ClusterSettings withPatience(Duration longest) {
        return new ClusterSettings(place, workers, longest, finishesOnLoss);
    }

    /**
     * Returns these settings with another answer to the loss of a worker.
     *
     * @param word {@code end} or {@code finish}
     */
    public ClusterSettings withOnLoss(String word) {
        return switch (word.strip().toLowerCase(Locale.ROOT)) {
            case "end" -> new ClusterSettings(place, workers, patience, false);
            case "finish" -> new ClusterSettings(place, workers, patience, true);
            default ->
                throw ConfigurationException.of(
                        "llmbench.cluster-on-loss", word, "this must be end or finish", "Write end to end the load");
        };
    }

    /** Returns whether a cluster carries out the load. */
    public boolean isWanted() {
        return !place.isEmpty();
    }

    /**
     * Requires JGroups if a cluster carries out the load.
     *
     * @throws ConfigurationException if it is not on the class path
     */
    public void requireAvailable() {
        try {
            if (isWanted()) {
                Class.forName(NEEDED, false, ClusterSettings.class.getClassLoader());
            }
        } catch (ClassNotFoundException e) {
            throw ConfigurationException.of(
                            ATTRIBUTE,
                            place,
                            "JGroups is not on the class path",
                            "Add org.jgroups:jgroups to the tests' dependencies, or leave this out")
                    .causedBy(e);
        }
    }

    private static void requirePlace(String place) {
        boolean valid = place.startsWith(LOCAL)
                ? place.substring(LOCAL.length()).matches("[1-9][0-9]?") && number(place) <= MOST_LOCAL
                : place.matches("(\\[[0-9a-fA-F:.]+]|[A-Za-z0-9._-]+):[0-9]{1,5}") && number(place) <= 65_535;
        if (!valid) {
            throw ConfigurationException.of(
                    ATTRIBUTE,
                    place,
                    "this is neither host:port of a hub nor local: and a number of workers, at most " + MOST_LOCAL,
                    "Write for example hub.example:7800, or local:3");
        }
    }

    private static int number(String place) {
        return Integer.parseInt(place.substring(place.lastIndexOf(':') + 1));
    }

    /** Returns the number of workers to start on this machine; empty for the cluster of a hub. */
    public OptionalInt local() {
        return place.startsWith(LOCAL) ? OptionalInt.of(number(place)) : OptionalInt.empty();
    }

    /** Returns the host of the hub. */
    public String host() {
        String host = place.substring(0, place.lastIndexOf(':'));
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** Returns the port of the hub. */
    public int port() {
        return number(place);
    }
}
