package dev.llmbench.engine;

import dev.llmbench.plan.Pace;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import java.time.Duration;
import java.util.Optional;

/** The pause of a user after a failed request. Belongs to one user. */
final class Backoff {
    private static final long AT_ONCE = 100_000;
    private static final long LONGEST = 1_000_000;
    private static final Duration MOST_ASKED_FOR = Duration.ofSeconds(60);

    private final boolean honoursRetryAfter;
    private final long first;
    private long backOff;

    Backoff(Pace pace) {
        this.honoursRetryAfter = pace.honoursRetryAfter();
        this.first = micros(pace.errorPause());
    }

    /**
     * Returns the pause after the given request in microseconds.
     *
     * @param requested the pause that the server requested
     */
    long after(RequestSample ended, Optional<Duration> requested) {
        // A dead endpoint fails within microseconds, and its users would flood the CSV with identical rows.
        if (!endedAtOnce(ended)) {
            backOff = 0;
        } else {
            backOff = backOff == 0 ? first : Math.min(2 * backOff, Math.max(first, LONGEST));
        }
        return Math.max(
                backOff, honoursRetryAfter ? requested.map(Backoff::bounded).orElse(0L) : 0);
    }

    private static boolean endedAtOnce(RequestSample ended) {
        return ended.outcome() == Outcome.CONNECT
                || (ended.outcome().isError() && ended.at().end() - ended.at().dispatched() < AT_ONCE);
    }

    private static long bounded(Duration requested) {
        return micros(requested.compareTo(MOST_ASKED_FOR) < 0 ? requested : MOST_ASKED_FOR);
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }
}
