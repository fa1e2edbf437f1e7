package dev.llmbench.dataset.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmbench.plan.DatasetException;
import java.util.List;
import java.util.Set;

/** The fields of a request that a line of a dataset may set. */
public final class RequestFields {
    /**
     * The fields of OpenAI's and vLLM's requests that are copied from a line. Any other field must be in the line's
     * {@code request}.
     */
    private static final Set<String> KNOWN = Set.of("""
            best_of chat_template_kwargs echo frequency_penalty function_call functions ignore_eos logit_bias
            logprobs max_completion_tokens min_p min_tokens modalities model n parallel_tool_calls
            presence_penalty reasoning_effort repetition_penalty response_format seed service_tier stop
            stop_token_ids suffix temperature tool_choice tools top_k top_logprobs top_p user
            """.strip().split("\\s+"));

    private static final Set<String> SAID_ELSEWHERE = Set.of("prompt", "messages", "stream", "stream_options");

    private RequestFields() {}

    /** Returns the line's known fields and those of its {@code request}, which take precedence. */
    public static ObjectNode of(JsonNode line) {
        ObjectNode fields = StrictJson.object();
        line.properties().forEach(field -> {
            if (KNOWN.contains(field.getKey()) && !field.getValue().isNull()) {
                fields.set(field.getKey(), field.getValue());
            }
        });
        JsonNode request = line.path("request");
        if (request instanceof ObjectNode more) {
            fields.setAll(more);
        } else if (!request.isMissingNode() && !request.isNull()) {
            throw new DatasetException("\"request\" is " + PromptFields.describe(request)
                    + ", not an object; write the request's fields, such as {\"top_p\": 0.9}");
        }
        return fields;
    }

    /** Returns a request's body without the fields that are set elsewhere. */
    public static ObjectNode ofBody(ObjectNode body) {
        ObjectNode fields = body.deepCopy();
        fields.remove(SAID_ELSEWHERE);
        fields.remove(List.of("max_tokens"));
        return fields;
    }

    public static void requireOverridable(ObjectNode request) {
        for (String field : List.of("stream", "stream_options")) {
            if (request.has(field)) {
                throw new DatasetException("\"request\" has \"" + field
                        + "\", but streaming is set for all requests together; use the attribute streaming");
            }
        }
        for (String field : List.of("prompt", "messages", "max_tokens")) {
            if (request.has(field)) {
                throw new DatasetException(
                        "\"request\" has \"" + field + "\"; write it next to \"request\", not inside it");
            }
        }
    }
}
