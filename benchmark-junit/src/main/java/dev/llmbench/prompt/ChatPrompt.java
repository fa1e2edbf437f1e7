package dev.llmbench.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalInt;

/**
 * A conversation that the model answers, for chat endpoints.
 *
 * @param id names the prompt within its dataset, never blank
 * @param messages a non-empty array of objects, each with a {@code role}; whatever else they hold is kept as it is
 * @param maxTokens the most tokens that the answer may have, at least 1
 * @param promptTokens the dataset's own count of the messages' tokens, at least 1
 */
public record ChatPrompt(String id, JsonNode messages, OptionalInt maxTokens, OptionalInt promptTokens)
        implements Prompt {

    /**
     * Checks the values and copies the messages.
     *
     * @throws DatasetException if a value breaks a rule given above
     */
    public ChatPrompt {
        PromptFields.requireId(id);
        requireMessages(messages);
        PromptFields.requirePositive("max_tokens", maxTokens);
        PromptFields.requirePositive("prompt_tokens", promptTokens);
        messages = messages.deepCopy();
    }

    /** The messages as a copy of the caller's own: changing it changes no other request. Texts are shared, so the copy is cheap. */
    @Override
    public JsonNode messages() {
        return messages.deepCopy();
    }

    private static void requireMessages(JsonNode messages) {
        if (!messages.isArray()) {
            throw new DatasetException("\"messages\" is " + PromptFields.describe(messages)
                    + ", not an array; write [{\"role\": \"user\", \"content\": \"...\"}]");
        }
        if (messages.isEmpty()) {
            throw new DatasetException("\"messages\" is empty; give it at least one message or remove the line");
        }
        for (int i = 0; i < messages.size(); i++) {
            requireMessage(i, messages.path(i));
        }
    }

    private static void requireMessage(int index, JsonNode message) {
        if (!message.isObject()) {
            throw new DatasetException("\"messages\"[" + index + "] is " + PromptFields.describe(message)
                    + ", not an object; write {\"role\": \"user\", \"content\": \"...\"}");
        }
        JsonNode role = message.path("role");
        if (!role.isTextual() || role.textValue().isBlank()) {
            throw new DatasetException("\"messages\"[" + index + "] has "
                    + (role.isMissingNode() ? "no \"role\"" : "a \"role\" that is " + PromptFields.describe(role))
                    + "; give it one as text, such as \"role\": \"user\"");
        }
    }
}
