package dev.llmbench.prompt;

import java.util.OptionalInt;

/**
 * One prompt of a dataset: a text to continue, a conversation to answer, or one to be run turn by turn.
 *
 * <pre>{@code
 * Prompt prompt = new TextPrompt("tides", "How do tides work?", OptionalInt.of(100), OptionalInt.empty());
 * String id = prompt.id();
 * }</pre>
 */
public sealed interface Prompt permits TextPrompt, ChatPrompt, Conversation {

    /** What the dataset says of the prompt beside its content. */
    PromptTraits traits();

    /** Names the prompt within its dataset: the line's own {@code id}, else the line's number counted from 1. */
    default String id() {
        return traits().id();
    }

    /** The most tokens that the answer may have ({@code max_tokens} of the line), at least 1; empty if the line does not say. */
    default OptionalInt maxTokens() {
        return traits().maxTokens();
    }

    /** The dataset's own count of the prompt's tokens ({@code prompt_tokens} of the line), at least 1; empty if the line does not say. */
    default OptionalInt promptTokens() {
        return traits().promptTokens();
    }
}
