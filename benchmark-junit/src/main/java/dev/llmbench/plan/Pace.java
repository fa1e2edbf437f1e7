package dev.llmbench.plan;

import java.time.Duration;

/**
 * When a virtual user sends its next request: after its think time, and no sooner than the pacing after the request
 * before.
 *
 * <pre>{@code
 * Pace pace = new Pace(ThinkTime.fixed(ofSeconds(2)), ofSeconds(10));
 * }</pre>
 *
 * @param thinkTime the pause between an answer and the next request
 * @param pacing the least time from the start of a request to the start of the next; zero for none
 * @param honoursRetryAfter whether it leaves a server that answers 429 or 503 alone for as long as that asks by {@code
 * Retry-After}, 60 s at the most
 * @param errorPause how long it pauses after a request that failed at once, or that found no connection; twice as long after
 * each further one in a row, up to the longer of this and 1 s; zero for no pause
 */
public record Pace(ThinkTime thinkTime, Duration pacing, boolean honoursRetryAfter, Duration errorPause) {

    /** The pause after a failure where nobody sets one. */
    public static final Duration USUAL_ERROR_PAUSE = Duration.ofMillis(100);

    /** The next request follows at once. */
    public static final Pace NONE = new Pace(ThinkTime.NONE, Duration.ZERO);

    public Pace {
        requireNotNegative("pacing", pacing);
        requireNotNegative("errorPause", errorPause);
    }

    private static void requireNotNegative(String attribute, Duration duration) {
        if (duration.isNegative()) {
            throw ConfigurationException.of(
                    attribute, Durations.format(duration), "a duration is not negative", "Write 0s or more");
        }
    }

    /** The pace of users that do not heed {@code Retry-After}. */
    public Pace(ThinkTime thinkTime, Duration pacing) {
        this(thinkTime, pacing, false);
    }

    /** The pace of users that pause after a failure as they usually do. */
    public Pace(ThinkTime thinkTime, Duration pacing, boolean honoursRetryAfter) {
        this(thinkTime, pacing, honoursRetryAfter, USUAL_ERROR_PAUSE);
    }

    /** Whether the next request follows an answer at once. */
    public boolean isNone() {
        return thinkTime.isNone() && pacing.isZero();
    }
}
