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
 * Reads the JSON of one event, or of one whole answer, for what matters to measurement: whether it holds output, its
 * usage, its finish reason, its error. One parser serves event after event, so that reading allocates next to nothing.
 * Not thread-safe: each I/O thread has its own.
 */
final class ChunkReader {
    private static final String ERROR = "error";
    private static final int ERROR_TEXT = 8 * 1024;
    private static final JsonFactory JSON = new JsonFactory();
    private static final byte[] BLANK = {' '};

    private final ByteArrayOutputStream rest = new ByteArrayOutputStream();
    private JsonParser parser = newParser();
    private byte[] data = {};
    private int from;
    private int to;
    private ChunkFacts facts = new ChunkFacts();
    private @Nullable OutputListener output;

    // Made once instead of several times an event.
    private final Field choice = this::choice;
    private final Field delta = this::delta;
    private final Field contentPart = this::contentPart;
    private final Field toolCall = this::toolCall;
    private final Field function = this::function;
    private final Field usage = this::usage;

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

    /**
     * Reads one JSON object.
     *
     * @param facts takes what it says
     * @param output takes the generated text, null where nobody wants it
     * @return null, or why the data are not one JSON object
     */
    @Nullable
    String read(byte[] data, int from, int to, ChunkFacts facts, @Nullable OutputListener output) {
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
            return e instanceof JsonParseException parse ? parse.getOriginalMessage() : String.valueOf(e.getMessage());
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

    private void root() throws IOException {
        boolean errorObject = false;
        while (next() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
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
        return parser.getTextLength() == ERROR.length() && ERROR.equals(parser.getText());
    }

    private void error(JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_NULL || value == JsonToken.VALUE_FALSE) {
            return;
        }
        skip(value);
        facts.error = wholeText();
    }

    private String wholeText() {
        return new String(data, from, Math.min(to - from, ERROR_TEXT), StandardCharsets.UTF_8);
    }

    private void choice(String name, JsonToken value) throws IOException {
        switch (name) {
            case "delta", "message" -> object(value, this.delta);
            case "text" -> content(value);
            case "finish_reason" -> {
                if (value == JsonToken.VALUE_STRING) {
                    facts.finishReason = parser.getText();
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

    /** A count that cannot be one leaves it at what was known before. */
    private int count(JsonToken value, int before) throws IOException {
        if (value == JsonToken.VALUE_NUMBER_INT && parser.getNumberType() == JsonParser.NumberType.INT) {
            int count = parser.getIntValue();
            return count < 0 ? before : count;
        }
        skip(value);
        return before;
    }

    private void content(JsonToken value) throws IOException {
        if (isText(value)) {
            facts.content = true;
            if (output != null) {
                output.content(parser.getText());
            }
        }
    }

    private void reasoning(JsonToken value) throws IOException {
        if (isText(value)) {
            facts.reasoning = true;
            if (output != null) {
                output.reasoning(parser.getText());
            }
        }
    }

    private void other(JsonToken value) throws IOException {
        if (isText(value)) {
            facts.content = true;
            if (output != null) {
                output.other(parser.getText());
            }
        }
    }

    private boolean isText(JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_STRING) {
            return parser.getTextLength() > 0;
        }
        skip(value);
        return false;
    }

    /** Takes one field whose value's first token was read. */
    private interface Field {
        void read(String name, JsonToken value) throws IOException;
    }

    private void object(JsonToken value, Field field) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            skip(value);
            return;
        }
        while (next() != JsonToken.END_OBJECT) {
            field.read(parser.currentName(), next());
        }
    }

    private void eachObject(JsonToken value, Field field) throws IOException {
        if (value != JsonToken.START_ARRAY) {
            skip(value);
            return;
        }
        for (JsonToken element = next(); element != JsonToken.END_ARRAY; element = next()) {
            object(element, field);
        }
    }

    private void skip(JsonToken value) throws IOException {
        int depth = value.isStructStart() ? 1 : 0;
        while (depth > 0) {
            JsonToken token = next();
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        }
    }

    private JsonToken next() throws IOException {
        JsonToken token = parser.nextToken();
        if (token == null || token == JsonToken.NOT_AVAILABLE) {
            throw new JsonParseException(parser, "the JSON ends too early");
        }
        return token;
    }
}
