package dev.llmbench.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The content of requests besides their prompts.
 *
 * <pre>{@code
 * Optional<String> model = result.plan().request().model();
 * }</pre>
 *
 * @param promptType the API of requests and responses
 * @param model the model's name; omitted from the request if empty
 * @param maxTokens the maximum output length of prompts that do not set their own
 * @param temperature the sampling temperature; omitted from the request if empty
 * @param extra further fields of the request body, which override the others; a null removes a field
 * @param streaming whether to request a stream of events
 * @param ownApi the custom API; present if and only if the type is {@link PromptType#OWN}
 */
public record RequestOptions(
        PromptType promptType,
        Optional<String> model,
        OptionalInt maxTokens,
        OptionalDouble temperature,
        ObjectNode extra,
        boolean streaming,
        Optional<OwnApi> ownApi) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    public RequestOptions {
        extra = extra.deepCopy();
        if (maxTokens.isPresent() && maxTokens.getAsInt() < 1) {
            throw ConfigurationException.of(
                    "maxTokens", maxTokens.getAsInt(), "an output has at least one token", "Write 1 or more");
        }
        if (temperature.isPresent() && !(temperature.getAsDouble() >= 0 && temperature.getAsDouble() <= 100)) {
            throw ConfigurationException.of(
                    "temperature", temperature.getAsDouble(), "a temperature is not negative", "Write for example 0");
        }
        if (extra.has("stream")) {
            throw ConfigurationException.of(
                    "requestBody", extra, "streaming is not set here", "Use the attribute streaming");
        }
        if (promptType == PromptType.OWN ? ownApi.isEmpty() : ownApi.isPresent()) {
            throw ConfigurationException.of(
                    "promptType",
                    promptType,
                    "OWN requires an api, and an api requires OWN",
                    "Name the class in api and leave promptType out");
        }
        if (promptType == PromptType.EMBEDDINGS && streaming) {
            throw ConfigurationException.of(
                    "streaming", true, "embeddings are never streamed", "Leave it out, or set it to false");
        }
        if (promptType != PromptType.OWN && (extra.has("prompt") || extra.has("messages") || extra.has("input"))) {
            throw ConfigurationException.of(
                    "requestBody", extra, "prompts come from the dataset", "Leave prompt, messages and input out");
        }
    }

    /** Options for one of OpenAI's APIs. */
    public RequestOptions(
            PromptType promptType,
            Optional<String> model,
            OptionalInt maxTokens,
            OptionalDouble temperature,
            ObjectNode extra,
            boolean streaming) {
        this(promptType, model, maxTokens, temperature, extra, streaming, Optional.empty());
    }

    @Override
    public ObjectNode extra() {
        return extra.deepCopy();
    }

    /**
     * Parses further fields of the request body.
     *
     * @param json a JSON object, or blank for no fields
     * @throws ConfigurationException if the text is not a JSON object
     */
    public static ObjectNode parseExtra(String json) {
        if (json.isBlank()) {
            return JSON.createObjectNode();
        }
        try {
            JsonNode node = JSON.readTree(json);
            if (node instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw ConfigurationException.of(
                    "requestBody",
                    withoutKeys(json),
                    "this is not JSON: " + e.getOriginalMessage(),
                    "Write a JSON object");
        }
        throw ConfigurationException.of(
                "requestBody", withoutKeys(json), "this is not a JSON object", "Write for example {\"top_p\": 0.9}");
    }

    /** Invalid JSON may still contain a key. */
    private static String withoutKeys(String json) {
        return json.replaceAll(
                "(?i)([\"'][^\"']*(?:key|token|secret|passw|auth|credential)[^\"']*[\"']\\s*:\\s*[\"'])[^\"']*",
                "$1" + Secret.MASK);
    }

    /** Shows only the names of the further fields, since their values may contain a key. */
    @Override
    public String toString() {
        List<String> fields = new ArrayList<>();
        extra.fieldNames().forEachRemaining(fields::add);
        return "RequestOptions[promptType=" + promptType + ", model=" + model + ", maxTokens=" + maxTokens
                + ", temperature=" + temperature + ", extra=" + fields + ", streaming=" + streaming + ", ownApi="
                + ownApi.map(OwnApi::name) + "]";
    }
}
