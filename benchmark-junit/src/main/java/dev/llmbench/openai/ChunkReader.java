package dev.llmbench.openai;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** Reads the chunks of completions and of chat completions, and their whole answers. */
final class ChunkReader extends JsonEventReader {
    // Made once instead of several times an event.
    private final Field choice = this::choice;
    private final Field delta = this::delta;
    private final Field contentPart = this::contentPart;
    private final Field toolCall = this::toolCall;
    private final Field function = this::function;
    private final Field usage = this::usage;

    @Override
    public String endDue() {
        return "neither [DONE] nor a finish_reason";
    }

    @Override
    void root() throws IOException {
        boolean errorObject = false;
        while (next() != JsonToken.END_OBJECT) {
            String name = parser().currentName();
            JsonToken value = next();
            switch (name) {
                case "choices" -> eachObject(value, this.choice);
                case "usage" -> object(value, this.usage);
                case ERROR -> error(value);
                case "object" -> errorObject = isText(value) && saysError();
                default -> skip(value);
            }
        }
        if (errorObject && facts.error == null) {
            facts.error = wholeText();
        }
    }

    private boolean saysError() throws IOException {
        // Every event has this field: no string is made for what it usually says.
        return parser().getTextLength() == ERROR.length() && ERROR.equals(parser().getText());
    }

    private void choice(String name, JsonToken value) throws IOException {
        switch (name) {
            case "delta", "message" -> object(value, this.delta);
            case "text" -> content(value);
            case "finish_reason" -> {
                if (value == JsonToken.VALUE_STRING) {
                    facts.finishReason = parser().getText();
                } else {
                    skip(value);
                }
            }
            default -> skip(value);
        }
    }

    private void delta(String name, JsonToken value) throws IOException {
        switch (name) {
            case "content" -> {
                if (value == JsonToken.START_ARRAY) {
                    eachObject(value, this.contentPart);
                } else {
                    content(value);
                }
            }
            case "reasoning_content", "reasoning" -> reasoning(value);
            case "refusal" -> other(value);
            case "tool_calls" -> eachObject(value, this.toolCall);
            case "function_call" -> object(value, this.function);
            default -> skip(value);
        }
    }

    private void contentPart(String name, JsonToken value) throws IOException {
        if ("text".equals(name)) {
            content(value);
        } else {
            skip(value);
        }
    }

    private void toolCall(String name, JsonToken value) throws IOException {
        if ("function".equals(name)) {
            object(value, this.function);
        } else {
            skip(value);
        }
    }

    private void function(String name, JsonToken value) throws IOException {
        if ("name".equals(name) || "arguments".equals(name)) {
            other(value);
        } else {
            skip(value);
        }
    }

    private void usage(String name, JsonToken value) throws IOException {
        switch (name) {
            case "prompt_tokens" -> facts.promptTokens = count(value, facts.promptTokens);
            case "completion_tokens" -> facts.completionTokens = count(value, facts.completionTokens);
            case "prompt_tokens_details" ->
                object(value, (detail, token) -> {
                    if ("cached_tokens".equals(detail)) {
                        facts.cachedPromptTokens = count(token, facts.cachedPromptTokens);
                    } else {
                        skip(token);
                    }
                });
            case "completion_tokens_details" ->
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
