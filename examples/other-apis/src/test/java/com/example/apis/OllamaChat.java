package com.example.apis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmbench.endpoint.ApiAnswer;
import dev.llmbench.endpoint.ApiEvent;
import dev.llmbench.endpoint.ApiRequest;
import dev.llmbench.endpoint.EndpointApi;

/** Ollama's own {@code /api/chat}: a stream of lines, each a JSON object; the last is {@code done} and has the counts. */
public final class OllamaChat implements EndpointApi {

    @Override
    public JsonNode request(ApiRequest request) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        request.model().ifPresent(model -> body.put("model", model));
        body.set("messages", request.messages());
        body.put("stream", request.streaming());
        ObjectNode options = body.putObject("options");
        request.maxTokens().ifPresent(tokens -> options.put("num_predict", tokens));
        request.temperature().ifPresent(temperature -> options.put("temperature", temperature));
        return body;
    }

    @Override
    public void read(ApiEvent event, ApiAnswer answer) {
        JsonNode json = event.json();
        if (json.has("error")) {
            answer.failed(json.path("error").asText());
        }
        answer.reasoning(json.at("/message/thinking").asText());
        answer.output(json.at("/message/content").asText());
        if (json.path("done").asBoolean()) {
            answer.promptTokens(json.path("prompt_eval_count").asInt());
            answer.outputTokens(json.path("eval_count").asInt());
            answer.finished(json.path("done_reason").asText("stop"));
        }
    }
}
