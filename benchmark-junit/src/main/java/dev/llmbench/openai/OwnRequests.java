package dev.llmbench.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmbench.endpoint.ApiRequest;
import dev.llmbench.endpoint.EndpointApi;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.RequestOptions;
import dev.llmbench.prompt.ChatPrompt;
import dev.llmbench.prompt.Prompt;
import dev.llmbench.prompt.TextPrompt;
import java.util.OptionalInt;

/** Builds requests with the test's own API. */
final class OwnRequests {
    private OwnRequests() {}

    static EndpointApi code(RequestOptions options) {
        return options.ownApi()
                .flatMap(api -> api.code())
                .orElseThrow(() -> new IllegalStateException("A run that was read from files cannot be run again"));
    }

    /**
     * Returns the body of a request.
     *
     * @throws ConfigurationException if the API does not build one
     */
    static ObjectNode body(Prompt prompt, OptionalInt maxTokens, RequestOptions options) {
        EndpointApi api = code(options);
        ApiRequest request = new ApiRequest(
                prompt.id(),
                PromptText.of(prompt),
                messages(prompt),
                options.model(),
                maxTokens,
                options.temperature(),
                options.streaming());
        try {
            if (api.request(request) instanceof ObjectNode body) {
                return body;
            }
        } catch (RuntimeException e) {
            ConfigurationException mistake = refused(api, prompt, "request() failed: " + e);
            mistake.initCause(e);
            throw mistake;
        }
        throw refused(api, prompt, "request() did not return a JSON object");
    }

    private static ConfigurationException refused(EndpointApi api, Prompt prompt, String what) {
        return ConfigurationException.of(
                "api", api.name(), what + " (prompt " + prompt.id() + " of the dataset)", "Fix that class");
    }

    private static JsonNode messages(Prompt prompt) {
        if (prompt instanceof TextPrompt text) {
            return text.messages();
        }
        ArrayNode none = JsonNodeFactory.instance.arrayNode();
        return prompt instanceof ChatPrompt chat ? chat.messages() : none;
    }
}
