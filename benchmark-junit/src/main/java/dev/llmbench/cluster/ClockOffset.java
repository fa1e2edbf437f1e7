package dev.llmbench.cluster;

import java.time.Duration;

/**
 * How far a worker's clock is ahead of the coordinator's. Both are monotonic clocks with an arbitrary origin. The exchange with
 * the shortest round trip gives the best estimate: the worker read its clock within that time, so the error is at most half of
 * it (Cristian, <i>Probabilistic clock synchronization</i>, 1989).
 */
final class ClockOffset {
    private long shortest = Long.MAX_VALUE;
    private long longest;
    private long offset;

    /**
     * Adds an exchange, in nanoseconds.
     *
     * @param sent when the coordinator asked, by its clock
     * @param received when it had the answer, by its clock
     * @param read the reading of the worker's clock in between
     */
    void add(long sent, long received, long read) {
        long roundTrip = received - sent;
        longest = Math.max(longest, roundTrip);
        if (roundTrip < shortest) {
            shortest = roundTrip;
            offset = read - (sent + roundTrip / 2);
        }
    }

    boolean isKnown() {
        return shortest != Long.MAX_VALUE;
    }

    /** Converts a reading of the coordinator's clock into one of the worker's. */
    long toWorker(long nanos) {
        return nanos + offset;
    }

    /** Returns the greatest possible error. */
    Duration error() {
        return isKnown() ? Duration.ofNanos(shortest / 2 + 1) : Duration.ZERO;
    }

    /** Returns the longest round trip. */
    Duration longestRoundTrip() {
        return Duration.ofNanos(longest);
    }

    /** Returns how far the clocks drifted apart until a later comparison; zero if there is none. */
    Duration differenceTo(ClockOffset later) {
        return isKnown() && later.isKnown() ? Duration.ofNanos(Math.abs(later.offset - offset)) : Duration.ZERO;
    }
}
