package com.example.apis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmbench.endpoint.ApiAnswer;
import dev.llmbench.endpoint.ApiEvent;
import dev.llmbench.endpoint.ApiRequest;
import dev.llmbench.endpoint.EndpointApi;

/**
 * Anthropic's {@code /v1/messages}: events of types, the usage at the start and at the end, and no {@code [DONE]}. The server
 * wants the headers {@code anthropic-version} and {@code x-api-key}.
 */
public final class AnthropicMessages implements EndpointApi {
    private static final int USUAL_MAX_TOKENS = 1_024;

    @Override
    public JsonNode request(ApiRequest request) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        request.model().ifPresent(model -> body.put("model", model));
        // Here a limit is a must, and what the system says is no message.
        body.put("max_tokens", request.maxTokens().orElse(USUAL_MAX_TOKENS));
        ArrayNode messages = body.putArray("messages");
        for (JsonNode message : request.messages()) {
            if (message.path("role").asText().equals("system")) {
                body.set("system", message.path("content"));
            } else {
                messages.add(message);
            }
        }
        request.temperature().ifPresent(temperature -> body.put("temperature", temperature));
        return body.put("stream", request.streaming());
    }

    @Override
    public void read(ApiEvent event, ApiAnswer answer) {
        JsonNode json = event.json();
        switch (json.path("type").asText()) {
            case "message_start" -> usage(json.at("/message/usage"), answer);
            case "content_block_delta" -> {
                JsonNode delta = json.path("delta");
                answer.reasoning(delta.path("thinking").asText());
                answer.output(
                        delta.path("text").asText() + delta.path("partial_json").asText());
            }
            case "message_delta" -> {
                usage(json.path("usage"), answer);
                answer.finished(json.at("/delta/stop_reason").asText());
            }
            case "message" -> whole(json, answer);
            default -> {
                // A ping, or where a block begins and ends.
            }
        }
    }

    /** An answer that is not streamed. */
    private static void whole(JsonNode message, ApiAnswer answer) {
        message.path("content")
                .forEach(block -> answer.output(block.path("text").asText()));
        usage(message.path("usage"), answer);
        answer.finished(message.path("stop_reason").asText());
    }

    private static void usage(JsonNode usage, ApiAnswer answer) {
        if (usage.has("input_tokens")) {
            int cached = usage.path("cache_read_input_tokens").asInt();
            answer.cachedPromptTokens(cached);
            answer.promptTokens(usage.path("input_tokens").asInt()
                    + cached
                    + usage.path("cache_creation_input_tokens").asInt());
        }
        answer.outputTokens(usage.path("output_tokens").asInt());
    }
}
