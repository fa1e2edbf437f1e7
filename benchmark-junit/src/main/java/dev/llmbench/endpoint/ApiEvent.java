package dev.llmbench.endpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;

/**
 * One event of a stream, or the whole body of an answer that is none.
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

    /** An event of that type, empty where it has none, with these data. */
    public ApiEvent(String type, String data) {
        this.type = type;
        this.data = data;
    }

    /** The type of a server-sent event, as its {@code event} field says; empty where there is none, and of all that is no such event. */
    public String type() {
        return type;
    }

    /** The data as they are: of an event, of a line, or of the whole body. */
    public String data() {
        return data;
    }

    /**
     * The data as JSON, read once.
     *
     * @throws UnexpectedEventException if they are none
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
