package dev.llmbench.sample;

import java.util.Optional;

/**
 * Which turn of a conversation this request is.
 *
 * @param conversation the conversation, counted from 1 in the order in which conversations begin
 * @param turn the turn, counted from 1
 * @param end how the conversation ended with this turn; empty where it was to go on
 */
public record TurnPart(long conversation, int turn, Optional<ConversationEnd> end) implements RoundPart {
    /** The last turn that is told apart; those after it are measured together with it. */
    public static final int MOST_APART = 32;

    public TurnPart {
        if (conversation < 1 || turn < 1) {
            throw new IllegalArgumentException(
                    "Conversations and turns are counted from 1: " + conversation + ", " + turn);
        }
    }

    /** The turn that it is measured under. */
    public int measuredAs() {
        return Math.min(turn, MOST_APART);
    }
}
