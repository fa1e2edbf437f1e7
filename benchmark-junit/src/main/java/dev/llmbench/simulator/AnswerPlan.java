package dev.llmbench.simulator;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What chance made of one request.
 *
 * @param ttft from the start of its turn to the first token, ns
 * @param tpot from each token to the next, ns
 * @param tokens output length, as far as the request's own limits let it
 * @param errorStatus the status to fail with at once
 */
record AnswerPlan(long ttft, long tpot, int tokens, boolean capped, OptionalInt errorStatus, Optional<Fault> fault) {

    /** The offset of a token from the start of the request's turn, on a timetable that doesn't drift. */
    long offset(int token) {
        return ttft + tpot * token;
    }

    /** How many tokens are sent before the fault that comes half way. */
    int half() {
        return Math.max(1, tokens / 2);
    }
}
