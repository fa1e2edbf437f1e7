package dev.llmbench.dataset.record;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.io.InputStream;

/** The elements of one JSON array. */
public final class JsonArray extends ParsedRecords {
    private static final ObjectReader ELEMENT =
            StrictJson.MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final JsonParser parser;
    private long line = 1;

    public JsonArray(InputStream in) throws IOException {
        super(in, "JSON");
        this.parser = StrictJson.MAPPER.createParser(budget);
        parser.nextToken();
    }

    @Override
    boolean hasNext() throws IOException {
        JsonToken next = parser.nextToken();
        line = parser.currentTokenLocation().getLineNr();
        if (next != JsonToken.END_ARRAY) {
            return true;
        }
        if (parser.nextToken() != null) {
            throw new JsonTrailing(parser);
        }
        return false;
    }

    @Override
    JsonNode next() throws IOException {
        return ELEMENT.readTree(parser);
    }

    @Override
    void failedAt(JsonProcessingException e) {
        line = e.getLocation() == null ? line : e.getLocation().getLineNr();
    }

    @Override
    public String place() {
        return "record " + number() + " (line " + line + ")";
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }

    /** Thrown if there is content after the end of the array. */
    private static final class JsonTrailing extends JsonProcessingException {
        JsonTrailing(JsonParser parser) {
            super("there is content after the end of the array", parser.currentTokenLocation());
        }
    }
}
