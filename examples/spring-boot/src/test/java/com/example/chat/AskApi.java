package com.example.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.llmbench.endpoint.ApiAnswer;
import dev.llmbench.endpoint.ApiEvent;
import dev.llmbench.endpoint.ApiRequest;
import dev.llmbench.endpoint.EndpointApi;

/** {@code /ask}: a question, and its answer in one body. */
public final class AskApi implements EndpointApi {
    @Override
    public JsonNode request(ApiRequest request) {
        return JsonNodeFactory.instance.objectNode().put("question", request.text());
    }

    @Override
    public void read(ApiEvent event, ApiAnswer answer) {
        answer.output(event.json().path("answer").asText());
    }
}
