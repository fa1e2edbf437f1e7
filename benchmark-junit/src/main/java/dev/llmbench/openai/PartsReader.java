package dev.llmbench.openai;

import com.fasterxml.jackson.core.JsonToken;
import dev.llmbench.openai.JsonEventReader.Field;
import java.io.IOException;

/** Reads content that is an array of typed parts. */
final class PartsReader {
    private final JsonEventReader json;
    private final Reasoning reasoning;
    private final Field calledTool;
    private final Field audio;
    private final Field field = this::field;
    private final ContentPart part = new ContentPart();

    /**
     * Creates a reader of parts.
     *
     * @param calledTool reads the fields of a tool call
     * @param audio reads the fields of audio
     */
    PartsReader(JsonEventReader json, Reasoning reasoning, Field calledTool, Field audio) {
        this.json = json;
        this.reasoning = reasoning;
        this.calledTool = calledTool;
        this.audio = audio;
    }

    /** Reads the array, whose start has been read, up to its end. */
    void read() throws IOException {
        for (JsonToken each = json.next(); each != JsonToken.END_ARRAY; each = json.next()) {
            if (each == JsonToken.START_OBJECT) {
                json.object(each, this.field);
                end();
            } else {
                json.content(each);
            }
        }
    }

    /** Discards a partly read event. */
    void abandoned() {
        part.clear();
    }

    /** Reads a field of a part. The part's type determines what its fields contain, and may follow them. */
    private void field(String name, JsonToken value) throws IOException {
        switch (name) {
            case "type" -> part.type = json.isText(value) ? json.parser().getText() : "";
            case "text", "content", "refusal", "transcript", "reasoning", "output_text" -> text(name, value);
            case "thinking", "thought", "summary" -> {
                // Some servers use the field to mark a part as a thought.
                part.thought |= value == JsonToken.VALUE_TRUE;
                reasoning.detail(name, value);
            }
            case "audio", "input_audio", "output_audio" -> json.object(value, this.audio);
            case "image", "image_url", "data" -> json.encoded(value);
            case "name", "input", "arguments", "partial_json" -> calledTool.read(name, value);
            case "id",
                    "index",
                    "annotations",
                    "citations",
                    "logprobs",
                    "signature",
                    "thought_signature",
                    "reference_ids",
                    "closed",
                    "encrypted_content" -> json.skip(value);
            default -> json.unknown("content", name, value);
        }
    }

    /** Reads the text, or an object that contains it as its value. */
    private void text(String name, JsonToken value) throws IOException {
        if (value == JsonToken.START_OBJECT) {
            json.object(value, (inner, token) -> {
                if ("value".equals(inner)) {
                    text(name, token);
                } else {
                    json.skip(token);
                }
            });
        } else if (value == JsonToken.START_ARRAY) {
            json.unknown("content", name, value);
        } else if (json.isText(value)) {
            part.text(name, json.parser().getText());
        }
    }

    private void end() {
        if (part.isReasoning()) {
            json.reasoning(part.text());
        } else if (part.isOther()) {
            json.other(part.text());
        } else if (!part.text().isEmpty()) {
            json.content(part.text());
        }
        part.clear();
    }
}
