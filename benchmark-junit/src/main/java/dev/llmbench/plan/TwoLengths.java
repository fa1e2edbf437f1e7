package dev.llmbench.plan;

import java.util.OptionalLong;

/**
 * TPOT from two output lengths: each prompt is sent with {@code max_tokens} = M and with M plus the difference, back to
 * back, and TPOT is the mean of (E2E(longer) - E2E(shorter)) / difference. Does not require streaming.
 *
 * <p>A virtual user, or an arrival, sends the requests of a pair one after another; think time and pacing apply between
 * pairs. Odd-numbered pairs send the shorter request first, the others the longer. Unless every prompt is salted, each pair
 * begins with an unmeasured request for M tokens, so that a prefix cache favours neither of the two.
 *
 * <pre>{@code
 * TwoLengths mode = new TwoLengths(10, false);
 * }</pre>
 *
 * @param difference by how many tokens the longer request exceeds the shorter
 * @param salted whether every request begins with unique words, so that no prefix cache can serve it
 */
public record TwoLengths(int difference, boolean salted) {

    /** The largest difference; beyond it the two requests differ in more than their lengths. */
    public static final int MOST = 1_000;

    /** The number of measured requests in a pair. */
    public static final int MEASURED = 2;

    public TwoLengths {
        if (difference < 1 || difference > MOST) {
            throw ConfigurationException.of(
                    "tpotByDifference",
                    difference,
                    "the two lengths differ by 1 to " + MOST + " tokens",
                    "Write for example 10, or 0 to turn it" + " off");
        }
    }

    /** Returns the number of all requests in a pair. */
    public int requests() {
        return salted ? MEASURED : MEASURED + 1;
    }

    void requireCompatible(Load load, EarlyEnd early) {
        if (early.breakpoint().isPresent()) {
            throw ConfigurationException.of(
                    "tpotByDifference",
                    difference,
                    "the two requests of a pair are compared under one load, but a breakpoint run raises it"
                            + " until a budget breaks",
                    "Leave it out, or use other stages or a profile such as LOAD");
        }
        if (load.replay().isPresent()) {
            throw ConfigurationException.of(
                    "tpotByDifference",
                    difference,
                    "it sends each prompt several times, but a replayed trace has a time for only one request",
                    "Leave it out, or give the trace stages");
        }
        requireRoom("maxRequests", load.limits().requests());
        requireRoom("maxRequestsPerUser", load.limits().requestsPerUser());
    }

    private void requireRoom(String attribute, OptionalLong limit) {
        if (limit.isPresent() && limit.getAsLong() < MEASURED) {
            throw ConfigurationException.of(
                    attribute,
                    limit.getAsLong(),
                    "tpotByDifference = " + difference + " measures two requests for each prompt",
                    "Write 2 or more");
        }
    }

    /** Returns the exception for a prompt without a limit on its output length. */
    public ConfigurationException missingLength(String promptId) {
        return ConfigurationException.of(
                "tpotByDifference",
                difference,
                "it asks for max_tokens and for " + difference + " more, but prompt " + promptId
                        + " of the dataset has no max_tokens",
                "Give the prompt one, or set maxTokens");
    }
}
