package com.example.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.llmbench.endpoint.ApiAnswer;
import dev.llmbench.endpoint.ApiEvent;
import dev.llmbench.endpoint.ApiRequest;
import dev.llmbench.endpoint.EndpointApi;
import dev.llmbench.endpoint.UnexpectedEventException;

/** {@code /ask/stream}: a question, and its answer in events of the service's own. */
public final class AskStreamApi implements EndpointApi {
    @Override
    public JsonNode request(ApiRequest request) {
        return JsonNodeFactory.instance.objectNode().put("question", request.text());
    }

    @Override
    public void read(ApiEvent event, ApiAnswer answer) {
        switch (event.type()) {
            case "word" -> answer.output(event.json().path("text").asText());
            case "end" -> {
                answer.outputTokens(event.json().path("tokens").asInt());
                answer.finished(event.json().path("reason").asText());
            }
            default -> throw new UnexpectedEventException("there is no event " + event.type());
        }
    }
}
