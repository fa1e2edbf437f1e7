package dev.llmbench.openai;

import com.fasterxml.jackson.core.JsonToken;
import dev.llmbench.openai.ChunkFacts.Source;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads the chunks of completions and of chat completions, and their whole answers. */
final class ChunkReader extends JsonEventReader {
    // Made once instead of several times an event.
    private final Field choice = this::choice;
    private final Field delta = this::delta;
    private final Field contentPart = this::contentPart;
    private final Field toolCall = this::toolCall;
    private final Field calledTool = this::calledTool;
    private final Field audio = this::audio;
    private final Field reasoningDetail = this::reasoningDetail;
    private final Field provider = this::provider;

    private final boolean streaming;
    private boolean errorObject;
    private boolean message;
    private boolean hasChoices;
    private boolean finished;
    private @Nullable String reasoningField;
    private final HeldMessage held = new HeldMessage();
    private final ContentPart part = new ContentPart();

    /** A reader of streams. */
    ChunkReader() {
        this(true);
    }

    /**
     * A reader of streams, or of whole answers.
     *
     * @param streaming whether a message may stand beside the delta that it repeats
     */
    ChunkReader(boolean streaming) {
        this.streaming = streaming;
    }

    @Override
    public String endDue() {
        return "neither [DONE] nor a finish_reason";
    }

    // What most events have stands in short methods, since the compiler does not inline long ones where they are
    // called.

    @Override
    void root() throws IOException {
        errorObject = false;
        message = false;
        hasChoices = false;
        finished = false;
        while (next() != JsonToken.END_OBJECT) {
            String name = parser().currentName();
            JsonToken value = next();
            switch (name) {
                case "choices" -> choices(value);
                case "object" -> errorObject |= isText(value) && saysError();
                case "id", "created", "model" -> skip(value);
                default -> otherField(name, value);
            }
        }
        endEvent();
    }

    private void endEvent() {
        if (finished && facts.isRepeated()) {
            takeBack();
        }
        if (facts.error == null && (errorObject || (message && !hasChoices))) {
            facts.error = wholeText();
        }
    }

    private void takeBack() {
        int length = facts.takeBack();
        OutputListener listener = output();
        if (listener != null) {
            listener.takeBack(length);
        }
    }

    private void choices(JsonToken value) throws IOException {
        if (value != JsonToken.START_ARRAY) {
            skip(value);
            return;
        }
        for (JsonToken element = next(); element != JsonToken.END_ARRAY; element = next()) {
            if (!hasChoices) {
                hasChoices = true;
                facts.nextChoices();
            }
            object(element, this.choice);
            if (held.isHolding()) {
                endHeld();
            }
        }
    }

    private void otherField(String name, JsonToken value) throws IOException {
        switch (name) {
            case "type" -> errorObject |= isText(value) && saysError();
            case "provider", "system_fingerprint", "service_tier" -> skip(value);
            case "message", "msg", "detail" -> message |= isText(value);
            case "usage" -> usage(value);
            case ERROR, "errors" -> error(value);
            case "delta" -> delta(value, Source.DELTA);
            default -> elsewhere("", name, value);
        }
    }

    @Override
    void abandoned() {
        held.drop();
        part.clear();
    }

    private boolean saysError() throws IOException {
        // Every event has this field: no string is made for what it usually says.
        return parser().getTextLength() == ERROR.length() && ERROR.equals(parser().getText());
    }

    /** A field that is not known, where no output is expected: it is named should no other hold any. */
    private void elsewhere(String where, String name, JsonToken value) throws IOException {
        if (name.endsWith(ERROR)) {
            error(value);
        } else if (value == JsonToken.START_OBJECT) {
            object(value, this.provider);
        } else if (isText(value) && facts.source == Source.NONE) {
            facts.elsewhere(where + cut(name));
        }
    }

    /** Providers put what the API has no place for into objects of their own. */
    private void provider(String name, JsonToken value) throws IOException {
        switch (name) {
            case ERROR -> error(value);
            case "usage" -> usage(value);
            default -> skip(value);
        }
    }

    private void choice(String name, JsonToken value) throws IOException {
        switch (name) {
            case "index", "logprobs" -> skip(value);
            case "delta" -> delta(value, Source.DELTA);
            case "finish_reason" -> {
                if (isText(value)) {
                    finished = true;
                    facts.finish(parser().getText());
                }
            }
            default -> otherOfChoice(name, value);
        }
    }

    private void otherOfChoice(String name, JsonToken value) throws IOException {
        switch (name) {
            case "message" -> message(value);
            case "text" -> {
                if (isFrom(Source.TEXT)) {
                    content(value);
                    tookFrom(Source.TEXT);
                } else {
                    skip(value);
                }
            }
            case "usage" -> usage(value);
            case ERROR -> error(value);
            case "stop_reason", "native_finish_reason", "content_filter_results" -> skip(value);
            default -> elsewhere("choices.", name, value);
        }
    }

    private boolean isFrom(Source source) {
        return facts.source == source || facts.source == Source.NONE;
    }

    private void tookFrom(Source source) {
        // Once an answer: a reference that is written for each event would cost the garbage collector's barrier.
        if (facts.source == Source.NONE && (facts.content || facts.reasoning)) {
            facts.source = source;
        }
    }

    private void delta(JsonToken value, Source source) throws IOException {
        if (reasoningField != null) {
            reasoningField = null;
        }
        if (isFrom(source)) {
            object(value, this.delta);
            tookFrom(source);
        } else {
            // What it says of an error holds all the same.
            object(value, this.provider);
        }
    }

    /** A message may stand before the delta that it repeats: it counts only where no delta follows in its choice. */
    private void message(JsonToken value) throws IOException {
        if (streaming && facts.source == Source.NONE) {
            OutputListener usual = output();
            held.begin(facts);
            output(usual == null ? null : held);
            object(value, this.delta);
            output(usual);
            held.end(facts);
        } else {
            delta(value, Source.MESSAGE);
        }
    }

    private void endHeld() {
        if (isFrom(Source.MESSAGE)) {
            held.release(facts, output());
            tookFrom(Source.MESSAGE);
        }
        held.drop();
    }

    private void delta(String name, JsonToken value) throws IOException {
        switch (name) {
            case "content" -> {
                if (value == JsonToken.START_ARRAY) {
                    parts();
                } else if (value == JsonToken.START_OBJECT) {
                    unknown("delta", name, value);
                } else {
                    content(value);
                }
            }
            case "role" -> {
                facts.role = true;
                skip(value);
            }
            default -> otherOfDelta(name, value);
        }
    }

    private void otherOfDelta(String name, JsonToken value) throws IOException {
        switch (name) {
            case "reasoning_content",
                    "reasoning",
                    "reasoning_text",
                    "reasoning_details",
                    "reasoning_summary",
                    "thinking",
                    "thinking_content",
                    "thinking_blocks",
                    "thoughts",
                    "thought" -> reasoning(name, value);
            case "refusal" -> other(value);
            case "tool_calls" -> eachObject(value, this.toolCall);
            case "function_call" -> object(value, this.calledTool);
            case "audio" -> object(value, this.audio);
            case "images", "image" -> encoded(value);
            case "usage" -> usage(value);
            case ERROR -> error(value);
            case "annotations",
                    "channel",
                    "citations",
                    "content_filter_results",
                    "context",
                    "created",
                    "encrypted_content",
                    "extra_content",
                    "finish_reason",
                    "id",
                    "index",
                    "logprobs",
                    "model",
                    "name",
                    "native_finish_reason",
                    "object",
                    "obfuscation",
                    "prefix",
                    "provider_specific_fields",
                    "reasoning_signature",
                    "search_results",
                    "signature",
                    "status",
                    "stop_reason",
                    "system_fingerprint",
                    "thinking_signature",
                    "tool_call_id",
                    "type" -> skip(value);
            default -> unknown("delta", name, value);
        }
    }

    private void parts() throws IOException {
        for (JsonToken part = next(); part != JsonToken.END_ARRAY; part = next()) {
            if (part == JsonToken.START_OBJECT) {
                object(part, this.contentPart);
                endPart();
            } else {
                content(part);
            }
        }
    }

    /** Some servers say the same reasoning under several names: the first that holds any is read. */
    private void reasoning(String name, JsonToken value) throws IOException {
        if (reasoningField != null && !reasoningField.equals(name)) {
            skip(value);
            return;
        }
        boolean before = facts.reasoning;
        facts.reasoning = false;
        if (value == JsonToken.START_ARRAY) {
            eachObject(value, this.reasoningDetail);
        } else if (value == JsonToken.START_OBJECT) {
            object(value, this.reasoningDetail);
        } else {
            reasoning(value);
        }
        if (facts.reasoning) {
            reasoningField = name;
        }
        facts.reasoning |= before;
    }

    private void reasoningDetail(String name, JsonToken value) throws IOException {
        switch (name) {
            case "text", "content", "thinking", "summary" -> {
                if (value == JsonToken.START_ARRAY) {
                    eachObject(value, this.reasoningDetail);
                } else {
                    reasoning(value);
                }
            }
            default -> skip(value);
        }
    }

    private void audio(String name, JsonToken value) throws IOException {
        switch (name) {
            case "data" -> encoded(value);
            case "transcript" -> other(value);
            default -> skip(value);
        }
    }

    /** What its fields hold is told by the part's type, which may stand after them. */
    private void contentPart(String name, JsonToken value) throws IOException {
        switch (name) {
            case "type" -> part.type = isText(value) ? parser().getText() : "";
            case "text", "refusal", "transcript", "reasoning", "output_text" -> {
                if (isText(value)) {
                    part.text(name, parser().getText());
                }
            }
            case "thinking", "summary" -> reasoningDetail(name, value);
            case "audio", "input_audio", "output_audio" -> object(value, this.audio);
            case "image", "image_url", "data" -> encoded(value);
            case "id",
                    "index",
                    "annotations",
                    "logprobs",
                    "signature",
                    "reference_ids",
                    "closed",
                    "encrypted_content" -> skip(value);
            default -> unknown("content", name, value);
        }
    }

    private void endPart() {
        if (part.isReasoning()) {
            reasoning(part.text());
        } else if (part.isOther()) {
            other(part.text());
        } else if (!part.text().isEmpty()) {
            content(part.text());
        }
        part.clear();
    }

    /** Of whatever type it is: an object in it holds what is called, and with which arguments. */
    private void toolCall(String name, JsonToken value) throws IOException {
        switch (name) {
            case "id", "index", "type", "status", "extra_content" -> skip(value);
            default -> {
                if (value == JsonToken.START_OBJECT) {
                    object(value, this.calledTool);
                } else {
                    other(value);
                }
            }
        }
    }

    private void calledTool(String name, JsonToken value) throws IOException {
        if (value.isStructStart()) {
            // Some servers send arguments as an object.
            facts.content |= holdsText(value);
        } else if ("id".equals(name)) {
            skip(value);
        } else {
            other(value);
        }
    }
}
