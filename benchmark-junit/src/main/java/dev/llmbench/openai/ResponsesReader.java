package dev.llmbench.openai;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the typed events of OpenAI's Responses API, and its whole answers. */
final class ResponsesReader extends JsonEventReader {
    private static final String DELTA = ".delta";
    private static final String REASONING = "response.reasoning";
    private static final String TEXT = "response.output_text.delta";
    private static final Set<String> SOUND = Set.of("response.audio.delta", "response.output_audio.delta");
    private static final Set<String> OTHERS = Set.of(
            "response.refusal.delta",
            "response.function_call_arguments.delta",
            "response.custom_tool_call_input.delta",
            "response.mcp_call_arguments.delta",
            "response.mcp_call.arguments.delta",
            "response.code_interpreter_call_code.delta",
            "response.code_interpreter_call.code.delta",
            "response.shell_call_command.delta",
            "response.apply_patch_call_operation_diff.delta",
            "response.audio.transcript.delta",
            "response.audio_transcript.delta",
            "response.output_audio_transcript.delta");
    private static final Set<String> CLOSING =
            Set.of("response.completed", "response.incomplete", "response.failed", "response.cancelled");

    private final boolean streaming;
    private String type = "";
    private boolean hasDelta;
    private boolean hasOtherDelta;
    private @Nullable String delta;
    private @Nullable String status;
    private @Nullable String reason;
    private @Nullable String itemType;
    private boolean failed;

    private final Field response = this::response;
    private final Field item = this::item;
    private final Field outputItem = this::outputItem;
    private final Field part = this::part;
    private final Field summary = this::summary;

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
        hasOtherDelta = false;
        status = null;
        reason = null;
        itemType = null;
        failed = false;
        while (next() != JsonToken.END_OBJECT) {
            String name = parser().currentName();
            JsonToken value = next();
            switch (name) {
                case "type" -> type = isText(value) ? parser().getText() : "";
                case "delta" -> {
                    hasOtherDelta = value.isStructStart() && holdsText(value);
                    hasDelta = !value.isStructStart() && isText(value);
                    delta = hasDelta ? parser().getText() : null;
                }
                case "partial_image_b64" -> encoded(value);
                case "response" -> object(value, this.response);
                case "item" -> object(value, this.item);
                default -> response(name, value);
            }
        }
        delta();
        state();
    }

    private void delta() {
        if (!type.endsWith(DELTA)) {
            return;
        }
        if (hasDelta && delta != null) {
            if (type.startsWith(REASONING)) {
                facts.summary |= type.contains("summary");
                reasoning(delta);
            } else if (type.equals(TEXT)) {
                content(delta);
            } else if (SOUND.contains(type)) {
                facts.content = true;
                facts.encoded = true;
            } else if (OTHERS.contains(type)) {
                other(delta);
            } else {
                facts.unknownIn(type);
            }
        } else if (hasOtherDelta) {
            facts.unknownIn(type);
        }
    }

    private void state() {
        facts.closed |= CLOSING.contains(type);
        if (failed || type.equals(ERROR) || "failed".equals(status) || "cancelled".equals(status)) {
            facts.error = wholeText();
        } else if ("completed".equals(status) || "incomplete".equals(status)) {
            facts.finish(reason == null ? String.valueOf(status) : reason);
            facts.settle();
        }
    }

    /** A field of the response itself, which a whole answer is, and some events hold. */
    private void response(String name, JsonToken value) throws IOException {
        switch (name) {
            case "status" -> status = isText(value) ? parser().getText() : null;
            case "usage" -> usage(value);
            case ERROR -> failed |= isSaid(value);
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
            case "type" -> itemType = isText(value) ? parser().getText() : null;
            case "content" -> eachObject(value, "reasoning".equals(itemType) ? this.summary : this.part);
            case "summary" -> eachObject(value, this.summary);
            case "name", "arguments", "input", "code" -> other(value);
            case "result" -> encoded(value);
            default -> skip(value);
        }
    }

    private void summary(String name, JsonToken value) throws IOException {
        if ("text".equals(name)) {
            reasoning(value);
        } else {
            skip(value);
        }
    }

    private void part(String name, JsonToken value) throws IOException {
        switch (name) {
            case "text" -> content(value);
            case "refusal", "transcript" -> other(value);
            default -> skip(value);
        }
    }
}
