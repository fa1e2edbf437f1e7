package dev.llmbench.openai;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads events that are JSON objects for what matters to measurement. One parser serves event after event, so that reading
 * allocates next to nothing.
 */
abstract class JsonEventReader implements EventReader {
    static final String ERROR = "error";
    private static final int ERROR_TEXT = 8 * 1024;
    private static final JsonFactory JSON = new JsonFactory();
    private static final byte[] BLANK = {' '};

    private final ByteArrayOutputStream rest = new ByteArrayOutputStream();
    private JsonParser parser = newParser();
    private byte[] data = {};
    private int from;
    private int to;

    /** What the event at hand says goes here. */
    ChunkFacts facts = new ChunkFacts();

    private @Nullable OutputListener output;

    private static JsonParser newParser() {
        try {
            JsonParser made = JSON.createNonBlockingByteArrayParser();
            // Past its beginning, where it alone would skip a byte order mark, it takes all events alike.
            ((ByteArrayFeeder) made.getNonBlockingInputFeeder()).feedInput(BLANK, 0, BLANK.length);
            made.nextToken();
            return made;
        } catch (IOException e) {
            throw new IllegalStateException("A parser without a source does no I/O", e);
        }
    }

    @Override
    public final @Nullable String read(
            byte[] data, int from, int to, ChunkFacts facts, @Nullable OutputListener output) {
        this.data = data;
        this.from = from;
        this.to = to;
        this.facts = facts;
        this.output = output;
        try {
            ((ByteArrayFeeder) parser.getNonBlockingInputFeeder()).feedInput(data, from, to);
            if (next() != JsonToken.START_OBJECT) {
                throw new JsonParseException(parser, "an object is due");
            }
            root();
            requireNothingMore();
            return null;
        } catch (IOException e) {
            parser = newParser();
            rest.reset();
            return "not a JSON object: "
                    + (e instanceof JsonParseException parse ? parse.getOriginalMessage() : e.getMessage());
        }
    }

    private void requireNothingMore() throws IOException {
        if (parser.releaseBuffered(rest) > 0) {
            // Half a token would not show itself before the next event, and spoil that.
            if (!rest.toString(StandardCharsets.UTF_8).isBlank()) {
                throw new JsonParseException(parser, "something follows the object");
            }
            rest.reset();
            parser.nextToken();
        }
    }

    /** Reads the fields of the event's object, whose start was read, to its end. */
    abstract void root() throws IOException;

    final JsonParser parser() {
        return parser;
    }

    final void error(JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_NULL || value == JsonToken.VALUE_FALSE) {
            return;
        }
        skip(value);
        facts.error = wholeText();
    }

    final String wholeText() {
        return new String(data, from, Math.min(to - from, ERROR_TEXT), StandardCharsets.UTF_8);
    }

    /** A count that cannot be one leaves it at what was known before. */
    final int count(JsonToken value, int before) throws IOException {
        if (value == JsonToken.VALUE_NUMBER_INT && parser.getNumberType() == JsonParser.NumberType.INT) {
            int count = parser.getIntValue();
            return count < 0 ? before : count;
        }
        skip(value);
        return before;
    }

    final void content(JsonToken value) throws IOException {
        if (isText(value)) {
            facts.content = true;
            if (output != null) {
                output.content(parser.getText());
            }
        }
    }

    final void content(String text) {
        facts.content = true;
        if (output != null) {
            output.content(text);
        }
    }

    final void reasoning(JsonToken value) throws IOException {
        if (isText(value)) {
            facts.reasoning = true;
            if (output != null) {
                output.reasoning(parser.getText());
            }
        }
    }

    final void reasoning(String text) {
        facts.reasoning = true;
        if (output != null) {
            output.reasoning(text);
        }
    }

    final void other(JsonToken value) throws IOException {
        if (isText(value)) {
            facts.content = true;
            if (output != null) {
                output.other(parser.getText());
            }
        }
    }

    final void other(String text) {
        facts.content = true;
        if (output != null) {
            output.other(text);
        }
    }

    final boolean isText(JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_STRING) {
            return parser.getTextLength() > 0;
        }
        skip(value);
        return false;
    }

    /** Takes one field whose value's first token was read. */
    interface Field {
        void read(String name, JsonToken value) throws IOException;
    }

    final void object(JsonToken value, Field field) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            skip(value);
            return;
        }
        while (next() != JsonToken.END_OBJECT) {
            field.read(parser.currentName(), next());
        }
    }

    final void eachObject(JsonToken value, Field field) throws IOException {
        if (value != JsonToken.START_ARRAY) {
            skip(value);
            return;
        }
        for (JsonToken element = next(); element != JsonToken.END_ARRAY; element = next()) {
            object(element, field);
        }
    }

    final void skip(JsonToken value) throws IOException {
        int depth = value.isStructStart() ? 1 : 0;
        while (depth > 0) {
            JsonToken token = next();
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        }
    }

    final JsonToken next() throws IOException {
        JsonToken token = parser.nextToken();
        if (token == null || token == JsonToken.NOT_AVAILABLE) {
            throw new JsonParseException(parser, "the JSON ends too early");
        }
        return token;
    }
}
