package dev.llmbench.plan;

import java.time.Duration;

/**
 * When a virtual user sends its next request: after its think time, and no sooner than the pacing after its previous
 * request.
 *
 * <pre>{@code
 * Pace pace = new Pace(ThinkTime.fixed(ofSeconds(2)), ofSeconds(10));
 * }</pre>
 *
 * @param thinkTime the pause between a response and the next request
 * @param pacing the minimum time between the starts of two successive requests; zero for none
 * @param honoursRetryAfter whether the user waits as long as a 429 or 503 asks for with {@code Retry-After}, but at most 60
 * s
 * @param errorPause how long the user pauses after a request that failed at once or could not connect; doubles with each
 * further such failure in a row, up to the larger of this and 1 s; zero for no pause
 */
public record Pace(ThinkTime thinkTime, Duration pacing, boolean honoursRetryAfter, Duration errorPause) {

    /** The default {@link #errorPause}. */
    public static final Duration DEFAULT_ERROR_PAUSE = Duration.ofMillis(100);

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

    /** The pace of users that ignore {@code Retry-After}. */
    public Pace(ThinkTime thinkTime, Duration pacing) {
        this(thinkTime, pacing, false);
    }

    /** The pace of users with the default pause after a failure. */
    public Pace(ThinkTime thinkTime, Duration pacing, boolean honoursRetryAfter) {
        this(thinkTime, pacing, honoursRetryAfter, DEFAULT_ERROR_PAUSE);
    }

    /** Whether the next request immediately follows a response. */
    public boolean isNone() {
        return thinkTime.isNone() && pacing.isZero();
    }
}
