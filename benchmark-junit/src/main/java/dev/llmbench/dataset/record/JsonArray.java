package dev.llmbench.dataset.record;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.llmbench.plan.DatasetException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The elements of one JSON array. What is not JSON ends the reading, since nothing tells where the next element begins. */
public final class JsonArray implements Records {
    private static final ObjectReader ELEMENT =
            StrictJson.MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final RecordBudget budget;
    private final JsonParser parser;
    private int number;
    private long line = 1;
    private boolean ended;
    private @Nullable JsonNode content;
    private @Nullable DatasetException fault;

    public JsonArray(InputStream in) throws IOException {
        this.budget = new RecordBudget(in);
        this.parser = StrictJson.MAPPER.createParser(budget);
        parser.nextToken();
    }

    @Override
    public boolean advance() throws IOException {
        if (ended) {
            return false;
        }
        budget.renew();
        number++;
        try {
            JsonToken next = parser.nextToken();
            line = parser.currentTokenLocation().getLineNr();
            if (next == JsonToken.END_ARRAY) {
                requireNothingAfter();
                return false;
            }
            content = ELEMENT.readTree(parser);
        } catch (JsonProcessingException e) {
            line = e.getLocation() == null ? line : e.getLocation().getLineNr();
            end(new DatasetException(
                    "is not JSON: " + e.getOriginalMessage() + "; what comes after it was not read; correct it", e));
        } catch (DatasetException e) {
            end(e);
        }
        return true;
    }

    private void requireNothingAfter() throws IOException {
        ended = true;
        if (parser.nextToken() != null) {
            throw new JsonTrailing(parser);
        }
    }

    private void end(DatasetException e) {
        ended = true;
        fault = e;
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public String place() {
        return "record " + number + " (line " + line + ")";
    }

    @Override
    public JsonNode content() {
        if (fault != null || content == null) {
            throw fault == null ? new DatasetException("is nothing; remove the comma before it") : fault;
        }
        return content;
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }

    /** Something stands after the array's end. */
    private static final class JsonTrailing extends JsonProcessingException {
        JsonTrailing(JsonParser parser) {
            super("there is more after the array's end", parser.currentTokenLocation());
        }
    }
}
