package dev.llmbench.prompt;

import java.util.OptionalInt;

/**
 * A text that the model continues, for completion endpoints.
 *
 * @param id names the prompt within its dataset, never blank
 * @param text what the model continues, never blank
 * @param maxTokens the most tokens that the answer may have, at least 1
 * @param promptTokens the dataset's own count of the text's tokens, at least 1
 */
public record TextPrompt(String id, String text, OptionalInt maxTokens, OptionalInt promptTokens) implements Prompt {

    /**
     * Checks the values.
     *
     * @throws DatasetException if a value breaks a rule given above
     */
    public TextPrompt {
        PromptFields.requireId(id);
        if (text.isBlank()) {
            throw new DatasetException("\"prompt\" is empty; give it a text or remove the line");
        }
        PromptFields.requirePositive("max_tokens", maxTokens);
        PromptFields.requirePositive("prompt_tokens", promptTokens);
    }
}
