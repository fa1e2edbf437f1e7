package dev.llmbench.sample;

import java.util.Locale;

/**
 * The place of a request in a pair with which TPOT is measured by two lengths of output: M tokens and a few more for the same
 * prompt.
 *
 * @param pair the number of the pair, counted from 1 in the order in which pairs begin
 * @param role which of its requests this is
 * @param asked the maximum number of output tokens that it asks for
 */
public record PairPart(long pair, Role role, int asked) implements RoundPart {

    /** The requests of a pair. */
    public enum Role {
        /** Sent before the other two so that a prefix cache favours neither; not part of any metric. */
        UNMEASURED,
        /** Asks for M tokens. */
        SHORTER,
        /** Asks for M tokens and the difference. */
        LONGER;

        /** Returns the word used in CSV: the name in lower case. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public PairPart {
        if (pair < 1 || asked < 1) {
            throw new IllegalArgumentException(
                    "Pairs are counted from 1 and ask for at least one token: " + pair + ", " + asked);
        }
    }
}
