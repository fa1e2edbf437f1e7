package dev.llmbench.openai;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the typed events of OpenAI's Responses API. */
final class ResponsesReader extends JsonEventReader {
    private static final String DELTA = ".delta";
    private static final String REASONING = "response.reasoning";
    private static final String TEXT = "response.output_text.delta";
    private static final String ITEM_ADDED = "response.output_item.added";
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
    private static final Set<String> CLOSING = Set.of(
            "response.completed",
            "response.incomplete",
            "response.failed",
            "response.cancelled",
            "response.canceled",
            "response.done");
    private static final Set<String> ERRORS = Set.of(ERROR, "response.error");
    private static final Set<String> FAILED = Set.of("failed", "cancelled", "canceled", ERROR);

    private final boolean streaming;
    private final OutputItems items = new OutputItems(this);
    private String type = "";
    private boolean hasDelta;
    private boolean hasOtherDelta;
    private boolean hasMessage;
    private @Nullable String delta;
    private @Nullable String itemName;
    private @Nullable String wholeOutput;
    private @Nullable String status;
    private @Nullable String reason;
    private boolean failed;

    private final Field response = this::response;
    private final Field item = this::item;
    private final Field details = this::details;
    private final Field repeated = this::repeated;

    /**
     * Creates a reader of streams or of whole answers.
     *
     * @param streaming whether the output arrives in deltas, and again at the end
     */
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
        hasMessage = false;
        delta = null;
        itemName = null;
        wholeOutput = null;
        status = null;
        reason = null;
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
                case "message", "detail" -> hasMessage |= isText(value);
                case "text", "arguments", "transcript" -> repeated(name, value);
                default -> response(name, value);
            }
        }
        takeOutput();
        state();
    }

    @Override
    void abandoned() {
        items.abandoned();
    }

    private void takeOutput() {
        if (itemName != null && type.equals(ITEM_ADDED)) {
            facts.called = true;
            other(itemName);
        }
        if (type.endsWith(DELTA)) {
            delta();
        } else if (wholeOutput != null) {
            facts.elsewhere(type.isEmpty() ? wholeOutput : type + "." + wholeOutput);
        }
    }

    private void delta() {
        if (!hasDelta || delta == null) {
            if (hasOtherDelta) {
                facts.unknownIn(type);
            }
        } else if (type.startsWith(REASONING)) {
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
    }

    private void state() {
        facts.closed |= CLOSING.contains(type);
        boolean isError = failed || ERRORS.contains(type) || (status != null && FAILED.contains(status));
        if (isError || (hasMessage && type.isEmpty() && status == null)) {
            facts.error = wholeText();
        } else if ("completed".equals(status) || "incomplete".equals(status)) {
            facts.finish(reason == null ? String.valueOf(status) : reason);
            facts.settle();
        }
    }

    /** Reads a field of the response, which is a whole answer and is also part of some events. */
    private void response(String name, JsonToken value) throws IOException {
        switch (name) {
            case "status" -> status = isText(value) ? parser().getText() : null;
            case "usage" -> usage(value);
            case ERROR, "errors" -> failed |= isSaid(value);
            case "incomplete_details" -> object(value, this.details);
            case "output" -> {
                if (streaming) {
                    eachObject(value, this.repeated);
                } else {
                    items.read(value);
                }
            }
            default -> skip(value);
        }
    }

    private void details(String name, JsonToken value) throws IOException {
        if ("reason".equals(name)) {
            reason = isText(value) ? parser().getText() : null;
        } else {
            skip(value);
        }
    }

    /** Skips output that deltas have already contained. If none did, its field is reported. */
    private void repeated(String name, JsonToken value) throws IOException {
        switch (name) {
            case "content", "summary" -> eachObject(value, this.repeated);
            case "text", "arguments", "transcript" -> {
                boolean shown = facts.contentLength > 0 || facts.reasoningLength > 0 || facts.encoded;
                if (isText(value) && streaming && !shown) {
                    wholeOutput = name;
                }
            }
            default -> skip(value);
        }
    }

    /** Reads an item. The name of a called tool arrives with its item, before the arguments. */
    private void item(String name, JsonToken value) throws IOException {
        if (streaming && "name".equals(name)) {
            itemName = isText(value) ? parser().getText() : null;
        } else {
            skip(value);
        }
    }
}
