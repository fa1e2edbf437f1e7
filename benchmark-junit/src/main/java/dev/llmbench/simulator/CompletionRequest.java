package dev.llmbench.simulator;

import java.util.OptionalInt;

/**
 * The contents of a request body.
 *
 * @param promptTokens the prompt's length: a quarter of its characters, rounded, at least 1; for a prompt given as
 *     token numbers, their count
 */
record CompletionRequest(
        boolean stream,
        boolean includeUsage,
        int promptTokens,
        OptionalInt maxTokens,
        int minTokens,
        boolean ignoreEos) {

    /** Returns the output length if the model itself would stop after {@code natural} tokens. */
    OutputLength output(int natural) {
        int limit = Math.min(maxTokens.orElse(TokenCount.MAX), TokenCount.MAX);
        if (ignoreEos && maxTokens.isPresent()) {
            return new OutputLength(limit, true);
        }
        int wished = Math.max(natural, minTokens);
        return wished > limit ? new OutputLength(limit, true) : new OutputLength(wished, false);
    }

    /**
     * The length of an output.
     *
     * @param capped whether a limit ended it, rather than the model
     */
    record OutputLength(int tokens, boolean capped) {}
}
