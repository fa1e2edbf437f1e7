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
 * @param traits its name, its lengths and its request's own fields
 * @param system what goes before the text: as a message of the system for chat endpoints, else with a blank line after it; never blank
 * @param text what the model continues, never blank
 */
public record TextPrompt(PromptTraits traits, Optional<String> system, String text) implements Prompt {

    /**
     * Checks the values.
     *
     * @throws DatasetException if a value breaks a rule given above
     */
    public TextPrompt {
        if (text.isBlank()) {
            throw new DatasetException("\"prompt\" is empty; give it a text or remove the line");
        }
        if (system.isPresent() && system.get().isBlank()) {
            throw new DatasetException("\"system\" is empty; give it a text or leave it out");
        }
    }

    /**
     * A text without anything before it.
     *
     * @throws DatasetException if a value breaks a rule of {@link PromptTraits} or of this record
     */
    public TextPrompt(String id, String text, OptionalInt maxTokens, OptionalInt promptTokens) {
        this(PromptTraits.of(id, maxTokens, promptTokens), Optional.empty(), text);
    }

    /** The whole text for an endpoint without messages. */
    public String whole() {
        return system.map(before -> before + "\n\n" + text).orElse(text);
    }

    /** The whole text as messages. */
    public ArrayNode messages() {
        ArrayNode messages = JsonNodeFactory.instance.arrayNode();
        system.ifPresent(before -> messages.addObject().put("role", "system").put("content", before));
        messages.addObject().put("role", "user").put("content", text);
        return messages;
    }
}
