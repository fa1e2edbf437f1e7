package dev.llmbench.simulator;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * The random choices for one request.
 *
 * @param ttft the time from the start of its turn to the first token, in nanoseconds
 * @param tpot the time from each token to the next, in nanoseconds
 * @param tokens the output length, within the request's own limits
 * @param errorStatus the status to fail with at once
 */
record AnswerPlan(long ttft, long tpot, int tokens, boolean capped, OptionalInt errorStatus, Optional<Fault> fault) {

    /** Returns the offset of a token from the start of the request's turn. It does not drift. */
    long offset(int token) {
        return ttft + tpot * token;
    }

    /** Returns the number of tokens to send before a fault half way. */
    int half() {
        return Math.max(1, tokens / 2);
    }
}
