package dev.llmbench.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The request to build for a prompt.
 *
 * <pre>{@code
 * ObjectNode body = JsonNodeFactory.instance.objectNode();
 * request.model().ifPresent(model -> body.put("model", model));
 * body.set("messages", request.messages());
 * request.maxTokens().ifPresent(tokens -> body.put("max_tokens", tokens));
 * body.put("stream", request.streaming());
 * }</pre>
 *
 * @param promptId the prompt's id in its dataset
 * @param text the prompt as one text; for messages, their texts separated by line breaks
 * @param messages the prompt as an array of messages with {@code role} and {@code content}; a text becomes a user message
 * @param model the model's name; empty if the test names none
 * @param maxTokens the maximum output length: the prompt's own, otherwise the test's; empty if neither sets one
 * @param temperature the sampling temperature; empty if the test sets none
 * @param streaming whether to ask for a stream
 */
public record ApiRequest(
        String promptId,
        String text,
        JsonNode messages,
        Optional<String> model,
        OptionalInt maxTokens,
        OptionalDouble temperature,
        boolean streaming) {}
