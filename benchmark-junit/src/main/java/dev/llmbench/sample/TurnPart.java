package dev.llmbench.sample;

import java.util.Optional;

/**
 * The place of a request in a conversation.
 *
 * @param conversation the number of the conversation, counted from 1 in the order in which conversations begin
 * @param turn the number of the turn, counted from 1
 * @param end how the conversation ended with this turn; empty if it continues
 */
public record TurnPart(long conversation, int turn, Optional<ConversationEnd> end) implements RoundPart {
    /** The last turn that is measured separately; later turns are measured together with it. */
    public static final int MOST_APART = 32;

    public TurnPart {
        if (conversation < 1 || turn < 1) {
            throw new IllegalArgumentException(
                    "Conversations and turns are counted from 1: " + conversation + ", " + turn);
        }
    }

    /** Returns the turn as part of which it is measured. */
    public int measuredAs() {
        return Math.min(turn, MOST_APART);
    }
}
