package dev.llmbench.openai;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what matters for measuring from events that are JSON objects. One parser reads all events, so that reading
 * allocates almost nothing.
 */
abstract class JsonEventReader implements EventReader {
    static final String ERROR = "error";
    static final Set<String> SAYS_NOTHING = Set.of("", "null", "none");
    private static final int ERROR_TEXT = 64 * 1024;
    private static final int LONGEST_NAME = 40;
    private static final JsonFactory JSON = new JsonFactory();
    private static final byte[] BLANK = {' '};

    private final ByteArrayOutputStream rest = new ByteArrayOutputStream();
    private JsonParser parser = newParser();
    private byte[] data = {};
    private int from;
    private int to;

    /** Receives the facts from the current event. */
    ChunkFacts facts = new ChunkFacts();

    private @Nullable OutputListener output;
    private final Field usage = this::usage;
    private final Field promptDetails = this::promptDetails;
    private final Field outputDetails = this::outputDetails;

    private static JsonParser newParser() {
        try {
            JsonParser made = JSON.createNonBlockingByteArrayParser();
            // Only at its beginning does the parser skip a byte order mark. Past that, it treats all events alike.
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
        if (output != null) {
            output.nextEvent();
        }
        try {
            ((ByteArrayFeeder) parser.getNonBlockingInputFeeder()).feedInput(data, from, to);
            if (next() != JsonToken.START_OBJECT) {
                throw new JsonParseException(parser, "an object is expected");
            }
            root();
            requireNothingMore();
            return null;
        } catch (IOException e) {
            parser = newParser();
            rest.reset();
            abandoned();
            return "not a JSON object: "
                    + (e instanceof JsonParseException parse ? parse.getOriginalMessage() : e.getMessage());
        }
    }

    @Override
    public final boolean readsJson() {
        return true;
    }

    private void requireNothingMore() throws IOException {
        if (parser.releaseBuffered(rest) > 0) {
            // Half a token would otherwise only surface in the next event and corrupt it.
            if (!rest.toString(StandardCharsets.UTF_8).isBlank()) {
                throw new JsonParseException(parser, "there is content after the object");
            }
            rest.reset();
            parser.nextToken();
        }
    }

    /** Discards a partly read event. */
    void abandoned() {}

    /** Reads the fields of the event's object, whose start has been read, up to its end. */
    abstract void root() throws IOException;

    final JsonParser parser() {
        return parser;
    }

    final @Nullable OutputListener output() {
        return output;
    }

    final void output(@Nullable OutputListener listener) {
        output = listener;
    }

    /** Reads an error field, which may be present but empty. */
    final void error(JsonToken value) throws IOException {
        if (isSaid(value)) {
            facts.error = wholeText();
        }
    }

    /** Returns whether the value says anything: null, false, zero and empty values do not, at any depth. */
    final boolean isSaid(JsonToken value) throws IOException {
        boolean said = saysAnything(value);
        int depth = value.isStructStart() ? 1 : 0;
        while (depth > 0) {
            JsonToken token = next();
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            said |= saysAnything(token);
        }
        return said;
    }

    private boolean saysAnything(JsonToken token) throws IOException {
        return switch (token) {
            case VALUE_STRING -> !SAYS_NOTHING.contains(parser.getText().strip().toLowerCase(Locale.ROOT));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDoubleValue() != 0;
            case VALUE_TRUE -> true;
            default -> false;
        };
    }

    /** Returns whether the value contains text anywhere. */
    final boolean holdsText(JsonToken value) throws IOException {
        boolean text = value == JsonToken.VALUE_STRING && parser.getTextLength() > 0;
        int depth = value.isStructStart() ? 1 : 0;
        while (depth > 0) {
            JsonToken token = next();
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            text |= token == JsonToken.VALUE_STRING && parser.getTextLength() > 0;
        }
        return text;
    }

    /** Handles an unknown field in a place for output. Text in it is recorded. */
    final void unknown(String where, String name, JsonToken value) throws IOException {
        boolean text = false;
        if (value == JsonToken.START_OBJECT) {
            while (next() != JsonToken.END_OBJECT) {
                boolean isError = ERROR.equals(parser.currentName());
                JsonToken inner = next();
                if (isError) {
                    error(inner);
                } else {
                    text |= holdsText(inner);
                }
            }
        } else {
            text = holdsText(value);
        }
        if (text) {
            facts.unknownIn(where + "." + cut(name));
        }
    }

    static String cut(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "…";
    }

    final String wholeText() {
        return new String(data, from, Math.min(to - from, ERROR_TEXT), StandardCharsets.UTF_8);
    }

    /** Reads a count. An impossible one leaves the known one unchanged. */
    final int count(JsonToken value, int before) throws IOException {
        if (value == JsonToken.VALUE_NUMBER_INT && parser.getNumberType() == JsonParser.NumberType.INT) {
            int count = parser.getIntValue();
            return count < 0 ? before : count;
        }
        skip(value);
        return before;
    }

    /** Reads usage by the names of both APIs, since servers mix them. */
    final void usage(JsonToken value) throws IOException {
        object(value, this.usage);
    }

    private void usage(String name, JsonToken value) throws IOException {
        switch (name) {
            case "prompt_tokens", "input_tokens" -> facts.promptTokens = total(value, facts.promptTokens);
            case "completion_tokens", "output_tokens" -> facts.completionTokens = total(value, facts.completionTokens);
            case "total_tokens" -> facts.totalTokens = total(value, facts.totalTokens);
            case "reasoning_tokens" -> facts.reasoningTokens = count(value, facts.reasoningTokens);
            case "cache_read_input_tokens", "prompt_cache_hit_tokens" ->
                facts.cachedPromptTokens = count(value, facts.cachedPromptTokens);
            case "cache_creation_input_tokens" -> facts.cacheWrittenTokens = count(value, facts.cacheWrittenTokens);
            case "prompt_tokens_details", "input_tokens_details" -> object(value, this.promptDetails);
            case "completion_tokens_details", "output_tokens_details" -> object(value, this.outputDetails);
            default -> skip(value);
        }
    }

    /** Reads a total. A zero does not replace an earlier count. */
    private int total(JsonToken value, int before) throws IOException {
        int count = count(value, before);
        return count == 0 && before > 0 ? before : count;
    }

    private void promptDetails(String name, JsonToken value) throws IOException {
        if ("cached_tokens".equals(name)) {
            facts.cachedPromptTokens = count(value, facts.cachedPromptTokens);
        } else {
            skip(value);
        }
    }

    private void outputDetails(String name, JsonToken value) throws IOException {
        if ("reasoning_tokens".equals(name)) {
            facts.reasoningTokens = count(value, facts.reasoningTokens);
        } else {
            skip(value);
        }
    }

    final void content(JsonToken value) throws IOException {
        if (isText(value)) {
            int length = parser.getTextLength();
            if (facts.looksAt(length)) {
                facts.content(parser.getTextCharacters(), parser.getTextOffset(), length);
            } else {
                facts.other(length);
            }
            if (output != null) {
                output.content(parser.getText());
            }
        }
    }

    final void content(String text) {
        facts.content(text.toCharArray(), 0, text.length());
        if (output != null) {
            output.content(text);
        }
    }

    final void reasoning(JsonToken value) throws IOException {
        if (isText(value)) {
            facts.reasoning(parser.getTextLength());
            if (output != null) {
                output.reasoning(parser.getText());
            }
        }
    }

    final void reasoning(String text) {
        facts.reasoning(text.length());
        if (output != null) {
            output.reasoning(text);
        }
    }

    final void other(JsonToken value) throws IOException {
        if (isText(value)) {
            facts.other(parser.getTextLength());
            if (output != null) {
                output.other(parser.getText());
            }
        }
    }

    final void other(String text) {
        facts.other(text.length());
        if (output != null) {
            output.other(text);
        }
    }

    /** Handles output whose length in characters is unrelated to its tokens, such as audio and images. */
    final void encoded(JsonToken value) throws IOException {
        if (holdsText(value)) {
            facts.content = true;
            facts.encoded = true;
        }
    }

    final boolean isText(JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_STRING) {
            return parser.getTextLength() > 0;
        }
        skip(value);
        return false;
    }

    /** Handles a field whose value's first token has been read. */
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
        if (value.isStructStart()) {
            skipRest();
        }
    }

    private void skipRest() throws IOException {
        int depth = 1;
        while (depth > 0) {
            JsonToken token = next();
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        }
    }

    final JsonToken next() throws IOException {
        JsonToken token = parser.nextToken();
        if (token == null || token == JsonToken.NOT_AVAILABLE) {
            throw new JsonParseException(parser, "unexpected end of JSON");
        }
        return token;
    }
}
