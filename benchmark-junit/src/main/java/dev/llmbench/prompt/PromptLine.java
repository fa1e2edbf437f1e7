package dev.llmbench.prompt;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * One line as a prompt. What is wrong with the line is thrown as a {@link DatasetException} that gives reason and remedy, but not the place.
 *
 * @param prompt what the line says
 * @param hasOwnId whether the prompt's name is the line's own rather than its number
 */
record PromptLine(Prompt prompt, boolean hasOwnId) {
    static final String EXAMPLE = "{\"prompt\": \"The night train was late\", \"max_tokens\": 100}";

    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build()
            .readerFor(JsonNode.class);

    static PromptLine parse(int number, String text) {
        JsonNode line = json(text);
        if (!line.isObject()) {
            throw new DatasetException("is " + PromptFields.describe(line)
                    + ", not an object; write one JSON object a line, such as " + EXAMPLE);
        }
        return new PromptLine(prompt(number, line), line.hasNonNull("id"));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readValue(text);
        } catch (JsonProcessingException e) {
            throw new DatasetException(
                    "is not JSON" + column(e.getLocation()) + ": " + e.getOriginalMessage()
                            + "; write one JSON object a line, such as " + EXAMPLE,
                    e);
        }
    }

    private static String column(@Nullable JsonLocation location) {
        return location == null ? "" : " at column " + location.getColumnNr();
    }

    private static Prompt prompt(int number, JsonNode line) {
        boolean text = line.hasNonNull("prompt");
        boolean chat = line.hasNonNull("messages");
        if (text && chat) {
            throw new DatasetException("has both \"prompt\" and \"messages\"; keep \"prompt\" for a completion endpoint"
                    + " or \"messages\" for a chat endpoint");
        }
        if (!text && !chat) {
            throw new DatasetException(
                    "has neither \"prompt\" nor \"messages\"; give it \"prompt\" (a text to continue)"
                            + " or \"messages\" (a conversation to answer)");
        }
        String id = id(number, line.path("id"));
        OptionalInt maxTokens = positive("max_tokens", line);
        OptionalInt promptTokens = positive("prompt_tokens", line);
        return text
                ? new TextPrompt(id, text(line.path("prompt")), maxTokens, promptTokens)
                : new ChatPrompt(id, line.path("messages"), maxTokens, promptTokens);
    }

    private static String id(int number, JsonNode id) {
        if (id.isMissingNode() || id.isNull()) {
            return Integer.toString(number);
        }
        if (!id.isTextual() && !id.isIntegralNumber()) {
            throw new DatasetException("\"id\" is " + PromptFields.describe(id)
                    + ", neither text nor a whole number; give it one of these or leave it out");
        }
        return id.asText();
    }

    private static OptionalInt positive(String field, JsonNode line) {
        JsonNode value = line.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return OptionalInt.empty();
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw PromptFields.notPositive(field, PromptFields.describe(value));
        }
        return OptionalInt.of(value.intValue());
    }

    private static String text(JsonNode prompt) {
        if (!prompt.isTextual()) {
            throw new DatasetException("\"prompt\" is " + PromptFields.describe(prompt)
                    + ", not a text; write one text in double quotes, and each further one on a line of its own");
        }
        return prompt.textValue();
    }
}
