package dev.llmbench.openai;

import com.fasterxml.jackson.core.JsonToken;
import dev.llmbench.openai.JsonEventReader.Field;
import java.io.IOException;

/** Reads the output of a whole answer of OpenAI's Responses API. */
final class OutputItems {
    private final JsonEventReader json;
    private final ContentPart part = new ContentPart();
    private String type = "";

    private final Field item = this::item;
    private final Field partField = this::partField;
    private final Field summary = this::summary;

    OutputItems(JsonEventReader json) {
        this.json = json;
    }

    void read(JsonToken value) throws IOException {
        if (value != JsonToken.START_ARRAY) {
            json.skip(value);
            return;
        }
        for (JsonToken each = json.next(); each != JsonToken.END_ARRAY; each = json.next()) {
            // The type may follow the content.
            type = "";
            json.object(each, this.item);
        }
    }

    /** Discards a partly read answer. */
    void abandoned() {
        part.clear();
    }

    private void item(String name, JsonToken value) throws IOException {
        switch (name) {
            case "type" -> type = json.isText(value) ? json.parser().getText() : "";
            case "content" -> parts(value);
            case "summary" -> json.eachObject(value, this.summary);
            case "name", "arguments", "input", "code" -> {
                json.facts.called = true;
                json.other(value);
            }
            case "result" -> json.encoded(value);
            default -> json.skip(value);
        }
    }

    private void parts(JsonToken value) throws IOException {
        if (value != JsonToken.START_ARRAY) {
            json.skip(value);
            return;
        }
        for (JsonToken each = json.next(); each != JsonToken.END_ARRAY; each = json.next()) {
            json.object(each, this.partField);
            if (part.isReasoning() || (type.equals("reasoning") && !part.text().isEmpty())) {
                json.reasoning(part.text());
            } else if (part.isOther()) {
                json.other(part.text());
            } else if (!part.text().isEmpty()) {
                json.content(part.text());
            }
            part.clear();
        }
    }

    /** Reads a field of a part. The part's type determines what its text is, and may follow it. */
    private void partField(String name, JsonToken value) throws IOException {
        switch (name) {
            case "type" -> part.type = json.isText(value) ? json.parser().getText() : "";
            case "text", "refusal", "transcript" -> {
                if (json.isText(value)) {
                    part.text(name, json.parser().getText());
                }
            }
            default -> json.skip(value);
        }
    }

    private void summary(String name, JsonToken value) throws IOException {
        if ("text".equals(name) && json.isText(value)) {
            json.facts.summary = true;
            json.reasoning(json.parser().getText());
        } else if (!"text".equals(name)) {
            json.skip(value);
        }
    }
}
