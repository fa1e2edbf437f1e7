package dev.llmbench.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Turns what a server says of an error into one short line. */
final class ErrorText {
    static final int LONGEST = 300;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern TAGS = Pattern.compile("(?is)<(style|script)\\b.*?</\\1\\s*>|<[^>]*>");

    private ErrorText() {}

    static String of(byte[] bytes, int from, int to) {
        return of(new String(bytes, from, to - from, StandardCharsets.UTF_8));
    }

    /** The message inside a JSON error, the words of an HTML page, or the text itself, on one line. */
    static String of(String text) {
        // Not cut here: half a secret would no longer be found and masked.
        return message(text).replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    }

    private static String message(String text) {
        String body = text.strip();
        if (body.startsWith("<")) {
            return TAGS.matcher(body).replaceAll(" ");
        }
        if (!body.startsWith("{")) {
            return body;
        }
        try {
            JsonNode root = JSON.readTree(body);
            JsonNode error = root.path("error");
            return Stream.of(error, error.path("message"), root.path("message"), root.path("detail"))
                    .filter(JsonNode::isTextual)
                    .map(JsonNode::asText)
                    .findFirst()
                    .orElse(body);
        } catch (JsonProcessingException e) {
            return body;
        }
    }

    /** The text, cut where it is too long for a cell. */
    static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }
}
