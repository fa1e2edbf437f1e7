package dev.llmbench.prompt;

import java.util.OptionalInt;

/**
 * A prompt of a dataset: a text to continue, a conversation to answer, or a conversation to send turn by turn.
 *
 * <pre>{@code
 * Prompt prompt = new TextPrompt("tides", "How do tides work?", OptionalInt.of(100), OptionalInt.empty());
 * String id = prompt.id();
 * }</pre>
 */
public sealed interface Prompt permits TextPrompt, ChatPrompt, Conversation {

    /** Returns what the dataset says about the prompt apart from its content. */
    PromptTraits traits();

    /**
     * Returns the id of the prompt within its dataset: the line's own {@code id}, or else the line's number, counted
     * from 1.
     */
    default String id() {
        return traits().id();
    }

    /**
     * Returns the maximum number of tokens of the answer ({@code max_tokens} of the line), at least 1; empty if the
     * line has none.
     */
    default OptionalInt maxTokens() {
        return traits().maxTokens();
    }

    /**
     * Returns the dataset's own count of the prompt's tokens ({@code prompt_tokens} of the line), at least 1; empty if
     * the line has none.
     */
    default OptionalInt promptTokens() {
        return traits().promptTokens();
    }
}
