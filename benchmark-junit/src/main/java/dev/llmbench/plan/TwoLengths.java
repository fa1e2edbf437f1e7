package dev.llmbench.plan;

import java.util.OptionalLong;

/**
 * TPOT by two lengths: each prompt is sent with {@code max_tokens} = M and with M and the difference, back to back, and
 * TPOT is the mean of (E2E(longer) - E2E(shorter)) / difference. Needs no stream.
 *
 * <p>A virtual user, or an arrival, carries out a pair at one go; think time and pacing lie between pairs. The pairs
 * with odd numbers send the shorter request first, the others the longer. Each pair begins with an unmeasured request for
 * M tokens, so that a prefix cache favours neither of the two, unless every prompt is salted.
 *
 * <pre>{@code
 * TwoLengths mode = new TwoLengths(10, false);
 * }</pre>
 *
 * @param difference how many tokens more the longer request asks for
 * @param salted whether every request begins with words of its own, so that no prefix cache serves any
 */
public record TwoLengths(int difference, boolean salted) {

    /** The largest difference: beyond that the two requests differ in more than their lengths. */
    public static final int MOST = 1_000;

    /** How many requests of a pair are measured. */
    public static final int MEASURED = 2;

    public TwoLengths {
        if (difference < 1 || difference > MOST) {
            throw ConfigurationException.of(
                    "tpotByDifference",
                    difference,
                    "the two lengths differ by 1 to " + MOST + " tokens",
                    "Write for example 10, or 0 to leave it off");
        }
    }

    /** How many requests a pair takes in all. */
    public int requests() {
        return salted ? MEASURED : MEASURED + 1;
    }

    void requireFitting(Load load, EarlyEnd early) {
        if (early.breakpoint().isPresent()) {
            throw ConfigurationException.of(
                    "tpotByDifference",
                    difference,
                    "the two requests of a pair are compared under one load, and a breakpoint run raises it until it"
                            + " breaks",
                    "Leave it out, or use other stages or a profile such as LOAD");
        }
        if (load.replay().isPresent()) {
            throw ConfigurationException.of(
                    "tpotByDifference",
                    difference,
                    "it sends each prompt several times, and a trace that is replayed has a time for one request",
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

    /** What is wrong with a prompt whose request has no limit on its output. */
    public ConfigurationException missingLength(String promptId) {
        return ConfigurationException.of(
                "tpotByDifference",
                difference,
                "it asks for max_tokens and for " + difference + " more, and prompt " + promptId
                        + " of the dataset has no max_tokens",
                "Give the prompt one, or set maxTokens");
    }
}
