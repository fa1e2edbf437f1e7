package dev.llmbench.openai;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads the typed events of OpenAI's Responses API, and its whole answers. */
final class ResponsesReader extends JsonEventReader {
    private static final String DELTA = ".delta";
    private static final String REASONING = "response.reasoning";
    private static final String TEXT = "response.output_text.delta";

    private final boolean streaming;
    private String type = "";
    private boolean hasDelta;
    private @Nullable String delta;
    private @Nullable String status;
    private @Nullable String reason;
    private boolean failed;

    private final Field response = this::response;
    private final Field item = this::item;
    private final Field usage = this::usage;
    private final Field outputItem = this::outputItem;
    private final Field part = this::part;

    ResponsesReader(boolean streaming) {
        this.streaming = streaming;
    }

    @Override
    public String endDue() {
        return "neither response.completed nor response.incomplete";
    }

    @Override
    void root() throws IOException {
        type = "";
        hasDelta = false;
        status = null;
        reason = null;
        failed = false;
        while (next() != JsonToken.END_OBJECT) {
            String name = parser().currentName();
            JsonToken value = next();
            switch (name) {
                case "type" -> type = isText(value) ? parser().getText() : "";
                case "delta" -> {
                    hasDelta = isText(value);
                    delta = hasDelta ? parser().getText() : null;
                }
                case "response" -> object(value, this.response);
                case "item" -> object(value, this.item);
                default -> response(name, value);
            }
        }
        delta();
        state();
    }

    private void delta() {
        if (hasDelta && type.endsWith(DELTA) && delta != null) {
            if (type.startsWith(REASONING)) {
                reasoning(delta);
            } else if (type.equals(TEXT)) {
                content(delta);
            } else {
                other(delta);
            }
        }
    }

    private void state() {
        if (failed || type.equals(ERROR) || "failed".equals(status) || "cancelled".equals(status)) {
            facts.error = wholeText();
        } else if ("completed".equals(status) || "incomplete".equals(status)) {
            facts.finishReason = reason == null ? status : reason;
        }
    }

    /** A field of the response itself, which a whole answer is, and some events hold. */
    private void response(String name, JsonToken value) throws IOException {
        switch (name) {
            case "status" -> status = isText(value) ? parser().getText() : null;
            case "usage" -> object(value, this.usage);
            case ERROR -> {
                failed |= value != JsonToken.VALUE_NULL && value != JsonToken.VALUE_FALSE;
                skip(value);
            }
            case "incomplete_details" ->
                object(value, (detail, token) -> {
                    if ("reason".equals(detail)) {
                        reason = isText(token) ? parser().getText() : null;
                    } else {
                        skip(token);
                    }
                });
            // At its end a stream says all of its output once more.
            case "output" -> {
                if (streaming) {
                    skip(value);
                } else {
                    eachObject(value, this.outputItem);
                }
            }
            default -> skip(value);
        }
    }

    /** The name of a tool that is called comes with its item, before the arguments. */
    private void item(String name, JsonToken value) throws IOException {
        if (streaming && "name".equals(name) && type.equals("response.output_item.added")) {
            other(value);
        } else {
            skip(value);
        }
    }

    private void outputItem(String name, JsonToken value) throws IOException {
        switch (name) {
            case "content", "summary" -> eachObject(value, this.part);
            case "name", "arguments" -> other(value);
            default -> skip(value);
        }
    }

    private void part(String name, JsonToken value) throws IOException {
        switch (name) {
            case "text" -> content(value);
            case "refusal" -> other(value);
            default -> skip(value);
        }
    }

    private void usage(String name, JsonToken value) throws IOException {
        switch (name) {
            case "input_tokens" -> facts.promptTokens = count(value, facts.promptTokens);
            case "output_tokens" -> facts.completionTokens = count(value, facts.completionTokens);
            case "input_tokens_details" ->
                object(value, (detail, token) -> {
                    if ("cached_tokens".equals(detail)) {
                        facts.cachedPromptTokens = count(token, facts.cachedPromptTokens);
                    } else {
                        skip(token);
                    }
                });
            case "output_tokens_details" ->
                object(value, (detail, token) -> {
                    if ("reasoning_tokens".equals(detail)) {
                        facts.reasoningTokens = count(token, facts.reasoningTokens);
                    } else {
                        skip(token);
                    }
                });
            default -> skip(value);
        }
    }
}
