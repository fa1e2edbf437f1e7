package dev.llmbench.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmbench.dataset.record.PromptFields;
import dev.llmbench.plan.DatasetException;
import java.util.OptionalInt;

/**
 * A conversation that the model answers, for chat endpoints.
 *
 * <pre>{@code
 * var message = JsonNodeFactory.instance.objectNode().put("role", "user").put("content", "How do tides work?");
 * Prompt prompt = new ChatPrompt("tides", JsonNodeFactory.instance.arrayNode().add(message), OptionalInt.of(100), OptionalInt.empty());
 * }</pre>
 *
 * @param traits its id, its lengths and the additional fields of its request
 * @param messages a non-empty array of objects, each with a {@code role}; all other fields are kept unchanged
 */
public record ChatPrompt(PromptTraits traits, JsonNode messages) implements Prompt {

    /**
     * Checks the values and copies the messages.
     *
     * @throws DatasetException if a value violates one of the rules above
     */
    public ChatPrompt {
        requireMessages(messages);
        messages = messages.deepCopy();
    }

    /**
     * Creates a conversation whose request has no additional fields.
     *
     * @throws DatasetException if a value violates a rule of {@link PromptTraits} or of this record
     */
    public ChatPrompt(String id, JsonNode messages, OptionalInt maxTokens, OptionalInt promptTokens) {
        this(PromptTraits.of(id, maxTokens, promptTokens), messages);
    }

    /**
     * Returns a copy of the messages, which the caller may change without affecting other requests. Texts are shared,
     * so the copy is cheap.
     */
    @Override
    public JsonNode messages() {
        return messages.deepCopy();
    }

    public static void requireMessages(JsonNode messages) {
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
