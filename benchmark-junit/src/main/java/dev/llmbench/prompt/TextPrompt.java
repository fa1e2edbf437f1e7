package dev.llmbench.prompt;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.llmbench.plan.DatasetException;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A text that the model continues, or a single question.
 *
 * <pre>{@code
 * Prompt prompt = new TextPrompt("tides", "How do tides work?", OptionalInt.of(100), OptionalInt.empty());
 * }</pre>
 *
 * @param traits its id, its lengths and the additional fields of its request
 * @param system what precedes the text: a system message for chat endpoints, otherwise a paragraph of its own; never
 *     blank
 * @param text the text that the model continues, never blank
 */
public record TextPrompt(PromptTraits traits, Optional<String> system, String text) implements Prompt {

    /**
     * Checks the values.
     *
     * @throws DatasetException if a value violates one of the rules above
     */
    public TextPrompt {
        if (text.isBlank()) {
            throw new DatasetException("\"prompt\" is empty; give it a text or remove the line");
        }
        if (system.isPresent() && system.get().isBlank()) {
            throw new DatasetException("\"system\" is empty; give it a text or remove it");
        }
    }

    /**
     * Creates a text without a system message.
     *
     * @throws DatasetException if a value violates a rule of {@link PromptTraits} or of this record
     */
    public TextPrompt(String id, String text, OptionalInt maxTokens, OptionalInt promptTokens) {
        this(PromptTraits.of(id, maxTokens, promptTokens), Optional.empty(), text);
    }

    /** Returns the whole text for an endpoint without messages. */
    public String whole() {
        return system.map(before -> before + "\n\n" + text).orElse(text);
    }

    /** Returns the whole text as messages. */
    public ArrayNode messages() {
        ArrayNode messages = JsonNodeFactory.instance.arrayNode();
        system.ifPresent(before -> messages.addObject().put("role", "system").put("content", before));
        messages.addObject().put("role", "user").put("content", text);
        return messages;
    }
}
