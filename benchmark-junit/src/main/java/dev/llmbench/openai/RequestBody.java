package dev.llmbench.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.PromptType;
import dev.llmbench.plan.RequestOptions;
import dev.llmbench.prompt.ChatPrompt;
import dev.llmbench.prompt.Prompt;
import dev.llmbench.prompt.TextPrompt;
import java.util.OptionalInt;

/** Builds request bodies: the options, the prompt and its own fields, and the user's own fields laid over all. */
final class RequestBody {
    /** Characters beyond 16 bits are sent as they were written rather than as two escapes. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private RequestBody() {}

    static byte[] of(Prompt prompt, RequestOptions options) {
        ObjectNode body = JSON.createObjectNode();
        options.model().ifPresent(model -> body.put("model", model));
        putPrompt(body, prompt, options.promptType());
        ObjectNode own = prompt.traits().request();
        maxTokens(prompt, own, options).ifPresent(tokens -> body.put("max_tokens", tokens));
        options.temperature().ifPresent(temperature -> body.put("temperature", temperature));
        if (options.streaming()) {
            body.put("stream", true);
            body.putObject("stream_options").put("include_usage", true);
        }
        layOver(body, own);
        layOver(body, options.extra());
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree of JSON can be written", e);
        }
    }

    /** A line that limits its answer by the newer field gets no second limit. */
    private static OptionalInt maxTokens(Prompt prompt, ObjectNode own, RequestOptions options) {
        return prompt.maxTokens().isPresent() || own.has("max_completion_tokens")
                ? prompt.maxTokens()
                : options.maxTokens();
    }

    private static void layOver(ObjectNode body, ObjectNode fields) {
        fields.properties().forEach(field -> {
            if (field.getValue().isNull()) {
                body.remove(field.getKey());
            } else {
                body.set(field.getKey(), field.getValue());
            }
        });
    }

    private static void putPrompt(ObjectNode body, Prompt prompt, PromptType type) {
        if (type == PromptType.CHAT) {
            if (prompt instanceof ChatPrompt chat) {
                body.set("messages", chat.messages());
            } else if (prompt instanceof TextPrompt text) {
                ArrayNode messages = body.putArray("messages");
                text.system()
                        .ifPresent(system ->
                                messages.addObject().put("role", "system").put("content", system));
                messages.addObject().put("role", "user").put("content", text.text());
            }
        } else if (prompt instanceof TextPrompt text) {
            body.put("prompt", text.whole());
        } else {
            throw ConfigurationException.of(
                    "promptType",
                    type,
                    "prompt " + prompt.id()
                            + " of the dataset holds messages, which the completions endpoint cannot take",
                    "Use a dataset with \"prompt\" lines, or promptType = CHAT and a chat endpoint");
        }
    }
}
