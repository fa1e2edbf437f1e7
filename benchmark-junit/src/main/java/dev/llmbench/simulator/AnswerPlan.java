package dev.llmbench.simulator;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * The random choices for one request.
 *
 * @param ttft from the start of its turn to the first token, ns
 * @param tpot from each token to the next, ns
 * @param tokens output length within the request's own limits
 * @param errorStatus the status to fail with at once
 */
record AnswerPlan(long ttft, long tpot, int tokens, boolean capped, OptionalInt errorStatus, Optional<Fault> fault) {

    /** The offset of a token from the start of the request's turn; it does not drift. */
    long offset(int token) {
        return ttft + tpot * token;
    }

    /** The number of tokens sent before a fault half way. */
    int half() {
        return Math.max(1, tokens / 2);
    }
}
