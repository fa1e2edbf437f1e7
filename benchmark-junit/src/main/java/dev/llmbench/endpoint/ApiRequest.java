package dev.llmbench.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What a request is to ask.
 *
 * <pre>{@code
 * ObjectNode body = JsonNodeFactory.instance.objectNode();
 * request.model().ifPresent(model -> body.put("model", model));
 * body.set("messages", request.messages());
 * request.maxTokens().ifPresent(tokens -> body.put("max_tokens", tokens));
 * body.put("stream", request.streaming());
 * }</pre>
 *
 * @param promptId names the prompt in its dataset
 * @param text the prompt as one text; of messages, their texts one below the other
 * @param messages the prompt as an array of messages with {@code role} and {@code content}; a text is one of the user
 * @param model the model's name, empty where the test names none
 * @param maxTokens the output length to ask for: the line's own, or else the test's; empty where neither says any
 * @param temperature the sampling temperature, empty where the test gives none
 * @param streaming whether a stream is asked for
 */
public record ApiRequest(
        String promptId,
        String text,
        JsonNode messages,
        Optional<String> model,
        OptionalInt maxTokens,
        OptionalDouble temperature,
        boolean streaming) {}
