package dev.llmbench.endpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;

/**
 * One event of a stream, or the whole body of an answer that is not streamed.
 *
 * <pre>{@code
 * ApiEvent event = new ApiEvent("token", "{\"text\": \"so\"}");
 * String text = event.json().path("text").asText();
 * }</pre>
 */
public final class ApiEvent {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final String type;
    private final String data;
    private @Nullable JsonNode json;

    /** Creates an event with the given type, empty for none, and data. */
    public ApiEvent(String type, String data) {
        this.type = type;
        this.data = data;
    }

    /** Returns the {@code event} field of a server-sent event; empty if it has none, or if this is not a server-sent event. */
    public String type() {
        return type;
    }

    /** Returns the unparsed data of an event, of a line or of the whole body. */
    public String data() {
        return data;
    }

    /**
     * Returns the data as JSON, parsed once.
     *
     * @throws UnexpectedEventException if the data are not JSON
     */
    public JsonNode json() {
        JsonNode read = json;
        if (read == null) {
            read = parsed();
            json = read;
        }
        return read;
    }

    private JsonNode parsed() {
        try {
            JsonNode parsed = JSON.readTree(data);
            if (parsed.isMissingNode()) {
                throw new UnexpectedEventException("not JSON: there is nothing");
            }
            return parsed;
        } catch (JsonProcessingException e) {
            throw new UnexpectedEventException("not JSON: " + e.getOriginalMessage());
        }
    }
}
