package dev.llmbench.result;

import dev.llmbench.metric.Distribution;
import dev.llmbench.sample.Outcome;
import java.util.Optional;

/**
 * The state of a run that goes on.
 *
 * <pre>{@code
 * Tally tally = Tally.NOTHING;
 * }</pre>
 *
 * @param ok requests that ended ok so far
 * @param errors requests that ended with an error so far
 * @param commonestError the kind that most of them are of, empty where there is none
 * @param outputTokens of the requests that ended ok so far
 * @param recentTtft TTFT of the requests that ended since the last tally
 */
public record Tally(
        long ok, long errors, Optional<Outcome> commonestError, long outputTokens, Distribution recentTtft) {
    /** Before anything ended. */
    public static final Tally NOTHING = new Tally(0, 0, Optional.empty(), 0, Distribution.EMPTY);
}
