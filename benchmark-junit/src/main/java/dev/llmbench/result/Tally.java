package dev.llmbench.result;

import dev.llmbench.metric.Distribution;
import dev.llmbench.sample.Outcome;
import java.util.Optional;

/**
 * The progress of a run.
 *
 * <pre>{@code
 * Tally tally = Tally.NOTHING;
 * }</pre>
 *
 * @param ok the number of requests that ended ok so far
 * @param errors the number of requests that ended with an error so far
 * @param commonestError the most common kind of error; empty if there is none
 * @param outputTokens the number of output tokens of the requests that ended ok so far
 * @param recentTtft the TTFT of the requests that ended since the last tally
 */
public record Tally(
        long ok, long errors, Optional<Outcome> commonestError, long outputTokens, Distribution recentTtft) {
    /** The progress before any request has ended. */
    public static final Tally NOTHING = new Tally(0, 0, Optional.empty(), 0, Distribution.EMPTY);
}
