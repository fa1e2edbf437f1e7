package dev.llmbench.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmbench.endpoint.ApiAnswer;
import dev.llmbench.endpoint.ApiEvent;
import dev.llmbench.endpoint.ApiRequest;
import dev.llmbench.endpoint.EndpointApi;

/**
 * Stands in for a custom API, which is not called because it may have side effects. Only the library's side needs to warm
 * up, above all parsing each event into a tree.
 */
final class WarmUpApi implements EndpointApi {
    @Override
    public JsonNode request(ApiRequest request) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("stream", request.streaming());
        request.maxTokens().ifPresent(tokens -> body.put("max_tokens", tokens));
        return body.set("messages", request.messages());
    }

    @Override
    public void read(ApiEvent event, ApiAnswer answer) {
        JsonNode choice = event.json().path("choices").path(0);
        answer.output(choice.path("delta").path("content").asText());
        answer.output(choice.path("message").path("content").asText());
        if (choice.path("finish_reason").isTextual()) {
            answer.finished(choice.path("finish_reason").asText());
        }
        JsonNode usage = event.json().path("usage");
        if (usage.isObject()) {
            answer.outputTokens(usage.path("completion_tokens").asInt());
        }
    }
}
