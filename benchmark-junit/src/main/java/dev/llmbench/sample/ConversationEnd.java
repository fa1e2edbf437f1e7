package dev.llmbench.sample;

import java.util.Locale;

/** How a conversation ended. */
public enum ConversationEnd {
    /** All its turns were answered. */
    COMPLETE,
    /** A turn ended with an error: there is no answer to go on from. */
    FAILED,
    /** A turn was answered without a text to go on from: by calls of tools, reasoning or a refusal alone, or beyond a mebi of characters. */
    UNANSWERED,
    /** The load ended, its user stopped, or a limit on requests was reached, before all its turns were answered. */
    UNFINISHED;

    /** The word used in CSV and JSON: the name in lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
