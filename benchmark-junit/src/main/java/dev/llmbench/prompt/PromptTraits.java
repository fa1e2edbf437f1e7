package dev.llmbench.prompt;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmbench.dataset.record.PromptFields;
import dev.llmbench.dataset.record.RequestFields;
import dev.llmbench.plan.DatasetException;
import java.util.List;
import java.util.OptionalInt;

/**
 * The properties of a prompt in a dataset, except its text or its messages.
 *
 * <pre>{@code
 * static List<String> tags(Prompt prompt) {
 *     return prompt.traits().tags();
 * }
 * }</pre>
 *
 * @param id the id of the prompt within its dataset, never blank and at most 1,000 characters long
 * @param maxTokens the maximum number of tokens of the answer, at least 1
 * @param promptTokens the dataset's own count of the prompt's tokens, at least 1
 * @param request additional fields of this prompt's request, which override those that every request has; a
 *     {@code null} removes a field
 * @param tags words that distinguish groups of prompts, in the dataset's order
 */
public record PromptTraits(
        String id, OptionalInt maxTokens, OptionalInt promptTokens, ObjectNode request, List<String> tags) {
    private static final int LONGEST_ID = 1000;

    /**
     * Checks and copies the values.
     *
     * @throws DatasetException if a value violates one of the rules above, or if {@code request} contains what the
     *     prompt or the test itself specifies
     */
    public PromptTraits {
        if (id.isBlank()) {
            throw new DatasetException("\"id\" is empty; give it a text or remove it");
        }
        if (id.length() > LONGEST_ID) {
            throw new DatasetException("\"id\" is " + id.length() + " characters long; give it at most " + LONGEST_ID);
        }
        PromptFields.requirePositive("max_tokens", maxTokens);
        PromptFields.requirePositive("prompt_tokens", promptTokens);
        RequestFields.requireOverridable(request);
        request = request.deepCopy();
        tags = List.copyOf(tags);
    }

    /** Creates traits without request fields and tags. */
    public static PromptTraits of(String id, OptionalInt maxTokens, OptionalInt promptTokens) {
        return new PromptTraits(id, maxTokens, promptTokens, JsonNodeFactory.instance.objectNode(), List.of());
    }

    /** Returns a copy of the fields, which the caller may change. */
    @Override
    public ObjectNode request() {
        return request.deepCopy();
    }

    public PromptTraits withPromptTokens(OptionalInt tokens) {
        return new PromptTraits(id, maxTokens, tokens, request, tags);
    }

    public PromptTraits withRequest(ObjectNode fields) {
        return new PromptTraits(id, maxTokens, promptTokens, fields, tags);
    }
}
