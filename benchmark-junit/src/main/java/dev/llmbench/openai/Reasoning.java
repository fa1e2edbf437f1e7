package dev.llmbench.openai;

import com.fasterxml.jackson.core.JsonToken;
import dev.llmbench.openai.JsonEventReader.Field;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the reasoning of one delta. Some servers send the same reasoning under several names; the first one that
 * contains any is read.
 */
final class Reasoning {
    private final JsonEventReader json;
    private final Field detail = this::detail;
    private final Field repeated = this::repeated;
    private @Nullable String field;

    Reasoning(JsonEventReader json) {
        this.json = json;
    }

    void nextDelta() {
        if (field != null) {
            field = null;
        }
    }

    void read(String name, JsonToken value) throws IOException {
        if (field != null && !field.equals(name)) {
            each(value, this.repeated, false);
        } else if (reads(value)) {
            field = name;
            json.facts.summary |= "reasoning_summary".equals(name);
        }
    }

    /** Reads the value. Returns whether it contained any reasoning. */
    private boolean reads(JsonToken value) throws IOException {
        long before = json.facts.reasoningLength;
        each(value, this.detail, true);
        return json.facts.reasoningLength > before;
    }

    private void each(JsonToken value, Field object, boolean takesText) throws IOException {
        if (value == JsonToken.START_ARRAY) {
            for (JsonToken element = json.next(); element != JsonToken.END_ARRAY; element = json.next()) {
                each(element, object, takesText);
            }
        } else if (value == JsonToken.START_OBJECT) {
            json.object(value, object);
        } else if (takesText) {
            json.reasoning(value);
        }
    }

    /** Reads a field of an object that contains reasoning. */
    void detail(String name, JsonToken value) throws IOException {
        switch (name) {
            case "text", "content", "thinking", "thought", "reasoning" -> each(value, this.detail, true);
            case "summary" -> json.facts.summary |= reads(value);
            default -> json.skip(value);
        }
    }

    /** Reads the same reasoning under another name, which may mark it as a summary. */
    private void repeated(String name, JsonToken value) throws IOException {
        if ("summary".equals(name)) {
            json.facts.summary |= json.holdsText(value);
        } else {
            json.skip(value);
        }
    }
}
