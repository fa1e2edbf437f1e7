package dev.llmbench.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.PromptType;
import dev.llmbench.plan.RequestOptions;
import dev.llmbench.prompt.ChatPrompt;
import dev.llmbench.prompt.Conversation;
import dev.llmbench.prompt.Conversation.Turn;
import dev.llmbench.prompt.Prompt;
import dev.llmbench.prompt.TextPrompt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.OptionalInt;

/**
 * Builds request bodies from the options, the prompt with its own fields, and the user's fields, which override all
 * others.
 */
final class RequestBody {
    /** Characters beyond 16 bits are sent unescaped rather than as two escapes. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    /** The fields that limit an output, in the order in which servers apply them. */
    private static final List<String> LIMITS = List.of("max_completion_tokens", "max_tokens", "max_output_tokens");

    private static final String LEAST = "min_tokens";

    private RequestBody() {}

    static byte[] of(Prompt prompt, RequestOptions options) {
        return bytes(tree(prompt, options));
    }

    /**
     * Builds the body for another output length. A {@code min_tokens} equal to the usual length is changed as well.
     */
    static byte[] of(Prompt prompt, RequestOptions options, int usual, int asked) {
        if (options.promptType() == PromptType.OWN) {
            return bytes(tree(prompt, OptionalInt.of(asked), options));
        }
        ObjectNode body = tree(prompt, options);
        LIMITS.stream().filter(body::has).forEach(limit -> body.put(limit, asked));
        if (body.path(LEAST).asInt(0) == usual) {
            body.put(LEAST, asked);
        }
        return bytes(body);
    }

    /** Builds the body of a turn's request without the messages, which depend on the history. */
    static ObjectNode withoutMessages(Conversation conversation, Turn turn, RequestOptions options) {
        return tree(conversation, conversation.maxTokens(turn), options);
    }

    /** Returns the assistant's text as a message for the history. */
    static ObjectNode answer(String said) {
        return JSON.createObjectNode().put("role", "assistant").put("content", said);
    }

    private static ObjectNode tree(Prompt prompt, RequestOptions options) {
        return tree(prompt, prompt.maxTokens(), options);
    }

    private static ObjectNode tree(Prompt prompt, OptionalInt limit, RequestOptions options) {
        ObjectNode own = prompt.traits().request();
        OptionalInt tokens = maxTokens(limit, own, options);
        ObjectNode body = JSON.createObjectNode();
        if (options.promptType() == PromptType.OWN) {
            layOver(body, OwnRequests.body(prompt, tokens, options));
        } else {
            options.model().ifPresent(model -> body.put("model", model));
            putPrompt(body, prompt, options.promptType());
            if (options.promptType() != PromptType.EMBEDDINGS) {
                putGeneration(body, tokens, options);
            }
        }
        layOver(body, own);
        layOver(body, options.extra());
        return body;
    }

    /** Adds the fields that control the output. */
    private static void putGeneration(ObjectNode body, OptionalInt tokens, RequestOptions options) {
        boolean responses = options.promptType() == PromptType.RESPONSES;
        tokens.ifPresent(most -> body.put(responses ? "max_output_tokens" : "max_tokens", most));
        options.temperature().ifPresent(temperature -> body.put("temperature", temperature));
        if (options.streaming()) {
            body.put("stream", true);
            if (!responses) {
                body.putObject("stream_options").put("include_usage", true);
            }
        }
    }

    static JsonNode read(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException("Reading a body created here cannot fail", e);
        }
    }

    static byte[] bytes(JsonNode body) {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Writing a JSON tree cannot fail", e);
        }
    }

    /** Returns the maximum number of output tokens that the body asks for. */
    static OptionalInt askedTokens(Prompt prompt, RequestOptions options) {
        ObjectNode body = JSON.createObjectNode();
        ObjectNode own = prompt.traits().request();
        maxTokens(prompt.maxTokens(), own, options).ifPresent(tokens -> body.put("max_tokens", tokens));
        layOver(body, own);
        layOver(body, options.extra());
        return LIMITS.stream()
                .map(body::path)
                .filter(limit -> limit.canConvertToExactIntegral() && limit.canConvertToInt() && limit.asInt() > 0)
                .mapToInt(JsonNode::asInt)
                .findFirst();
    }

    /** Returns the limit to set. A prompt that limits its answer with the newer field gets no second limit. */
    private static OptionalInt maxTokens(OptionalInt ofLine, ObjectNode own, RequestOptions options) {
        return ofLine.isPresent() || own.has("max_completion_tokens") ? ofLine : options.maxTokens();
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
        if (type != PromptType.RESPONSES
                && type != PromptType.EMBEDDINGS
                && prompt.traits().request().has("input")) {
            throw ConfigurationException.of(
                    "promptType",
                    type,
                    "prompt " + prompt.id()
                            + " of the dataset has an input, as a request for embeddings or a response has",
                    "Use an endpoint that ends in /embeddings or /responses, or promptType = EMBEDDINGS or RESPONSES");
        }
        if (type.holdsMessages()) {
            if (prompt instanceof ChatPrompt chat) {
                body.set(messagesField(type), chat.messages());
            } else if (prompt instanceof TextPrompt text) {
                body.set(messagesField(type), text.messages());
            }
        } else if (prompt instanceof TextPrompt text) {
            body.put(type == PromptType.EMBEDDINGS ? "input" : "prompt", text.whole());
        } else {
            throw ConfigurationException.of(
                    "promptType",
                    type,
                    "prompt " + prompt.id() + " of the dataset has messages, which such an endpoint does not accept",
                    "Use a dataset with \"prompt\" lines, or promptType = CHAT and a chat endpoint");
        }
    }

    /** Returns the name of the messages' field in requests. */
    static String messagesField(PromptType type) {
        return type == PromptType.RESPONSES ? "input" : "messages";
    }
}
