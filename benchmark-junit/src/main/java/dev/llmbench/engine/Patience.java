package dev.llmbench.engine;

import dev.llmbench.metric.Outcome;
import java.time.Duration;
import java.util.Optional;

/** How long a user that got no answer leaves the server alone before its next request. Belongs to one user. */
final class Patience {
    private static final long FIRST = 100_000;
    private static final long LONGEST = 1_000_000;
    private static final Duration MOST_ASKED_FOR = Duration.ofSeconds(60);

    private final boolean honoursRetryAfter;
    private long backOff;

    Patience(boolean honoursRetryAfter) {
        this.honoursRetryAfter = honoursRetryAfter;
    }

    /**
     * The pause after a request that ended so, in microseconds.
     *
     * @param askedFor how long the server asked to be left alone
     */
    long after(Outcome outcome, Optional<Duration> askedFor) {
        // A dead endpoint refuses within microseconds: its users would fill the CSV with rows that say nothing new.
        backOff = outcome != Outcome.CONNECT ? 0 : backOff == 0 ? FIRST : Math.min(2 * backOff, LONGEST);
        return Math.max(
                backOff, honoursRetryAfter ? askedFor.map(Patience::bounded).orElse(0L) : 0);
    }

    private static long bounded(Duration askedFor) {
        Duration bounded = askedFor.compareTo(MOST_ASKED_FOR) < 0 ? askedFor : MOST_ASKED_FOR;
        return bounded.toNanos() / 1_000;
    }
}
