package dev.llmbench.openai;

import com.fasterxml.jackson.core.JsonToken;
import dev.llmbench.openai.ChunkFacts.Source;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;

/** Reads the chunks of completions and of chat completions, and their whole answers. */
final class ChunkReader extends JsonEventReader {
    private static final Set<String> NO_FAULT = Set.of("success", "succeeded", "succeed", "ok");

    // Created once rather than several times per event.
    private final DeltaReader deltas = new DeltaReader(this);
    private final Field provider = this::provider;
    private final Field status = this::status;
    private final Field finish = this::finish;

    private final boolean streaming;
    private boolean errorObject;
    private boolean message;
    private boolean hasChoices;
    private boolean finished;
    private boolean saidOtherwise;
    private String place = "";
    private final HeldMessage held = new HeldMessage();

    /** Creates a reader of streams. */
    ChunkReader() {
        this(true);
    }

    /**
     * Creates a reader of streams or of whole answers.
     *
     * @param streaming whether a message may accompany the delta that it repeats
     */
    ChunkReader(boolean streaming) {
        this.streaming = streaming;
    }

    @Override
    public String endDue() {
        return "neither [DONE] nor a finish_reason";
    }

    // The fields that most events have are read in short methods, since the compiler does not inline long ones.

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
        if (finished || facts.finishReason != null) {
            takeBackRepeated();
        }
        if (facts.error == null && (errorObject || (message && !hasChoices))) {
            facts.error = wholeText();
        }
    }

    private void takeBackRepeated() {
        boolean content = facts.takeBackRepeatedContent();
        boolean reasoning = facts.takeBackRepeatedReasoning();
        OutputListener listener = output();
        if (listener != null && (content || reasoning)) {
            listener.takeBack(content, reasoning);
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
            saidOtherwise = false;
            choice(element);
            if (held.isHolding()) {
                endHeld();
            }
        }
    }

    private void otherField(String name, JsonToken value) throws IOException {
        switch (name) {
            case "type" -> errorObject |= isText(value) && saysError();
            case "provider",
                    "system_fingerprint",
                    "service_tier",
                    "obfuscation",
                    "request_id",
                    "prompt_filter_results",
                    "content_filter_results" -> skip(value);
            case "message", "msg" -> {
                if (value == JsonToken.START_OBJECT) {
                    elsewhere("", name, value);
                } else {
                    message |= saysFault(value);
                }
            }
            case "detail" -> message |= isSaid(value);
            case "usage" -> usage(value);
            case ERROR, "errors" -> error(value);
            case "error_message", "error_msg", "errorMessage", "errorMsg", "err_msg" -> {
                if (saysFault(value)) {
                    facts.error = wholeText();
                }
            }
            case "base_resp" -> object(value, this.status);
            case "delta" -> delta(value, Source.DELTA);
            default -> elsewhere("", name, value);
        }
    }

    /** Some servers send a status message with each event. */
    private boolean saysFault(JsonToken value) throws IOException {
        return isText(value) && !NO_FAULT.contains(parser().getText().strip().toLowerCase(Locale.ROOT));
    }

    @Override
    void abandoned() {
        held.drop();
        deltas.abandoned();
    }

    private boolean saysError() throws IOException {
        // Every event has this field, so no string is created for the usual value.
        return parser().getTextLength() == ERROR.length() && ERROR.equals(parser().getText());
    }

    /** Handles an unknown field where no output is expected; it is reported if no other field holds output. */
    private void elsewhere(String where, String name, JsonToken value) throws IOException {
        if (name.endsWith(ERROR) && !value.isNumeric()) {
            error(value);
        } else if (value == JsonToken.START_OBJECT) {
            if (facts.source == Source.NONE) {
                place = where + cut(name) + ".";
            }
            object(value, this.provider);
        } else if (isText(value) && facts.source == Source.NONE) {
            facts.elsewhere(where + cut(name));
        }
    }

    /** Reads a provider's own object for values that have no field in the API. */
    private void provider(String name, JsonToken value) throws IOException {
        switch (name) {
            case ERROR -> error(value);
            case "usage" -> usage(value);
            case "id", "type", "role", "model", "object" -> skip(value);
            default -> {
                if (facts.source != Source.NONE) {
                    skip(value);
                } else if (holdsText(value)) {
                    facts.elsewhere(place + cut(name));
                }
            }
        }
    }

    /** Reads the status that some servers send with each event. Zero is not an error. */
    private void status(String name, JsonToken value) throws IOException {
        if ("status_code".equals(name)) {
            error(value);
        } else {
            skip(value);
        }
    }

    private void choice(JsonToken element) throws IOException {
        if (element != JsonToken.START_OBJECT) {
            skip(element);
            return;
        }
        while (next() != JsonToken.END_OBJECT) {
            String name = parser().currentName();
            choice(name, next());
        }
    }

    private void choice(String name, JsonToken value) throws IOException {
        switch (name) {
            case "index", "logprobs" -> skip(value);
            case "delta" -> delta(value, Source.DELTA);
            case "finish_reason" -> {
                if (value == JsonToken.START_OBJECT) {
                    object(value, this.finish);
                } else if (isText(value)) {
                    finished = true;
                    facts.finish(parser().getText());
                }
            }
            default -> otherOfChoice(name, value);
        }
    }

    /** Reads a finish reason that is an object, as sent by SGLang. */
    private void finish(String name, JsonToken value) throws IOException {
        if (!isText(value)) {
            return;
        }
        switch (name) {
            case "type", "reason" -> {
                finished = true;
                facts.finish(parser().getText());
            }
            case "message" -> facts.finishDetail = parser().getText();
            default -> {
                // This says nothing about the end.
            }
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
            case "stop_reason", "native_finish_reason" -> {
                if (isText(value)) {
                    facts.finishDetail = parser().getText();
                }
            }
            // Azure reports an error of its content filter here, although the answer is not affected.
            case "content_filter_results", "content_filter_result", "content_filter_offsets" -> skip(value);
            default -> elsewhere("choices.", name, value);
        }
    }

    private boolean isFrom(Source source) {
        return facts.source == source || facts.source == Source.NONE;
    }

    private void tookFrom(Source source) {
        // Written once per answer: writing a reference for each event would incur the garbage collector's write
        // barrier.
        if (facts.source == Source.NONE && (facts.content || facts.reasoning)) {
            facts.source = source;
        }
        saidOtherwise |= source != Source.DELTA && (facts.content || facts.reasoning);
    }

    private void delta(JsonToken value, Source source) throws IOException {
        if (value == JsonToken.VALUE_STRING) {
            if (isText(value)) {
                facts.unknownIn(source == Source.DELTA ? "delta" : "message");
            }
        } else if (isFrom(source)) {
            deltas.read(value);
            tookFrom(source);
        } else if (source == Source.DELTA && !saidOtherwise) {
            turnToDeltas(value);
        } else {
            // An error that it reports still counts.
            object(value, this.provider);
        }
    }

    /** Switches to deltas if the answer began in other fields and continues in deltas. */
    private void turnToDeltas(JsonToken value) throws IOException {
        long before = facts.contentLength + facts.reasoningLength;
        deltas.read(value);
        if (facts.contentLength + facts.reasoningLength > before) {
            facts.source = Source.DELTA;
        }
    }

    /**
     * Reads a message. It may precede the delta that it repeats, so it only counts if no delta follows in its choice.
     */
    private void message(JsonToken value) throws IOException {
        if (streaming && facts.source == Source.NONE && value == JsonToken.START_OBJECT) {
            OutputListener usual = output();
            held.begin(facts);
            output(usual == null ? null : held);
            deltas.read(value);
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
}
