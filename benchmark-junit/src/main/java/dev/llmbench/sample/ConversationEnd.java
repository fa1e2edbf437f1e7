package dev.llmbench.sample;

import java.util.Locale;

/** How a conversation ended. */
public enum ConversationEnd {
    /** All its turns were answered. */
    COMPLETE,
    /** A turn ended with an error, so there is no answer to continue from. */
    FAILED,
    /**
     * A turn was answered without text to continue from: only with tool calls, reasoning or a refusal, or with more
     * than 2^20 characters.
     */
    UNANSWERED,
    /** The load ended, its user stopped, or a request limit was reached before all its turns were answered. */
    UNFINISHED;

    /** Returns the word used in CSV and JSON: the name in lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
