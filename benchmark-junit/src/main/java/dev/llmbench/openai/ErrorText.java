package dev.llmbench.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;

/** Turns what a server says of an error into one short line. */
final class ErrorText {
    static final int LONGEST = 300;
    private static final ObjectMapper JSON = new ObjectMapper();

    private ErrorText() {}

    static String of(byte[] bytes, int from, int to) {
        return of(new String(bytes, from, to - from, StandardCharsets.UTF_8));
    }

    /** The message inside a JSON error, or the text itself, on one line and cut. */
    static String of(String text) {
        return cut(message(text).replaceAll("\\p{Cntrl}+", " ").strip());
    }

    private static String message(String text) {
        String body = text.strip();
        if (!body.startsWith("{")) {
            return body;
        }
        try {
            JsonNode root = JSON.readTree(body);
            JsonNode error = root.path("error");
            JsonNode message = error.isTextual() ? error : error.path("message");
            return message.isTextual() ? message.asText() : root.path("message").asText(body);
        } catch (JsonProcessingException e) {
            return body;
        }
    }

    /** The text, cut where it is too long for a cell. */
    static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }
}
