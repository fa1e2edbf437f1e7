package dev.llmbench.openai;

import static dev.llmbench.metric.Tokens.UNKNOWN;

import org.jspecify.annotations.Nullable;

/** What the events, or the one body, of an answer said, as far as it was read. Belongs to one thread. */
final class ChunkFacts {
    /** The type of the event at hand, where its reader looks at that. */
    String type = "";

    boolean content;
    boolean reasoning;
    int promptTokens = UNKNOWN;
    int cachedPromptTokens = UNKNOWN;
    int completionTokens = UNKNOWN;
    int reasoningTokens = 0;

    @Nullable
    String finishReason;

    @Nullable
    String error;

    /** Forgets which output the last event held; the rest holds for the whole answer. */
    void nextEvent() {
        content = false;
        reasoning = false;
    }
}
