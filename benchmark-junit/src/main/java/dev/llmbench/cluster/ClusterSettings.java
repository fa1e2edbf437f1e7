package dev.llmbench.cluster;

import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.Durations;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * Which cluster carries out a load, and how.
 *
 * @param place the hub as {@code host:port}, or {@code local:3} for three workers on this machine
 * @param workers the number of workers that is needed; empty for all that are idle
 * @param patience how long to wait for the workers
 * @param finishesOnLoss whether the load goes on when a worker is lost; such a run is invalid all the same
 */
public record ClusterSettings(String place, OptionalInt workers, Duration patience, boolean finishesOnLoss) {
    static final String ATTRIBUTE = "llmbench.cluster";
    private static final String LOCAL = "local:";
    private static final int MOST_LOCAL = 64;

    public ClusterSettings {
        if (workers.isPresent() && workers.getAsInt() < 1) {
            throw ConfigurationException.of(
                    "llmbench.cluster-workers", workers.getAsInt(), "a load needs a worker", "Write 1 or more");
        }
        if (patience.isNegative()) {
            throw ConfigurationException.of(
                    "llmbench.cluster-wait", Durations.format(patience), "a time is not negative", "Write 1m");
        }
        requirePlace(place);
    }

    private static void requirePlace(String place) {
        boolean valid = place.startsWith(LOCAL)
                ? place.substring(LOCAL.length()).matches("[1-9][0-9]?") && number(place) <= MOST_LOCAL
                : place.matches("(\\[[0-9a-fA-F:.]+]|[A-Za-z0-9._-]+):[0-9]{1,5}") && number(place) <= 65_535;
        if (!valid) {
            throw ConfigurationException.of(
                    ATTRIBUTE,
                    place,
                    "this is neither a hub as host:port nor local: and a number of workers up to " + MOST_LOCAL,
                    "Write for example hub.example:7800, or local:3");
        }
    }

    private static int number(String place) {
        return Integer.parseInt(place.substring(place.lastIndexOf(':') + 1));
    }

    /** The number of workers on this machine; empty for a cluster of other machines. */
    public OptionalInt local() {
        return place.startsWith(LOCAL) ? OptionalInt.of(number(place)) : OptionalInt.empty();
    }

    /** The host of the hub. */
    public String host() {
        String host = place.substring(0, place.lastIndexOf(':'));
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** The port of the hub. */
    public int port() {
        return number(place);
    }
}
