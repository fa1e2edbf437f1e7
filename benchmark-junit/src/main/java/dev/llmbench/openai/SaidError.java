package dev.llmbench.openai;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Finds what JSON tells of an error, wherever in it that stands. Not for the answers that are as they should be. */
final class SaidError {
    private static final ObjectMapper JSON = new ObjectMapper(new JsonFactory());
    private static final int DEEPEST = 8;
    private static final int MOST_ELEMENTS = 3;
    private static final int MOST_VALUES = 100;

    /** From the outer words to the inner ones. */
    private static final List<String> WORDS = List.of(
            "error",
            "title",
            "message",
            "msg",
            "error_description",
            "reason",
            "detail",
            "details",
            "errors",
            "metadata",
            "raw",
            "innererror",
            "inner_error",
            "cause");

    private SaidError() {}

    /** The values that the text consists of, up to where it is no JSON. */
    static List<JsonNode> values(String text) {
        List<JsonNode> values = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(text)) {
            while (values.size() < MOST_VALUES && parser.nextToken() != null) {
                values.add(JSON.readTree(parser));
            }
        } catch (IOException e) {
            return values;
        }
        return values;
    }

    /** The error that the text tells of, in short; null where it tells of none. */
    static @Nullable String in(String text) {
        for (JsonNode value : values(text)) {
            JsonNode holder = holder(value, 0);
            if (holder != null) {
                String words = words(holder, 0);
                return words.isEmpty() ? holder.toString() : words;
            }
        }
        return null;
    }

    /** What the text says where it is known to be an error; empty where that is no JSON with words in it. */
    static String words(String text) {
        List<JsonNode> values = values(text);
        if (values.isEmpty()) {
            return "";
        }
        JsonNode holder = holder(values.get(0), 0);
        return words(holder == null ? values.get(0) : holder, 0);
    }

    private static @Nullable JsonNode holder(JsonNode node, int depth) {
        if (node.isObject()
                && (isSaid(node.path("error"))
                        || isSaid(node.path("errors"))
                        || "error".equals(node.path("object").asText())
                        || "error".equals(node.path("type").asText()))) {
            return node;
        }
        if (depth < DEEPEST) {
            for (JsonNode child : node) {
                JsonNode holder = holder(child, depth + 1);
                if (holder != null) {
                    return holder;
                }
            }
        }
        return null;
    }

    /** Whether the value says anything: what is null, false, zero or empty all through does not. */
    private static boolean isSaid(JsonNode node) {
        if (node.isContainerNode()) {
            return StreamSupport.stream(node.spliterator(), false).anyMatch(SaidError::isSaid);
        }
        return node.isTextual() ? !node.asText().isBlank() : node.asBoolean();
    }

    private static String words(JsonNode node, int depth) {
        if (depth > DEEPEST) {
            return "";
        }
        if (node.isTextual()) {
            return ofText(node.asText().strip(), depth);
        }
        if (node.isArray()) {
            return StreamSupport.stream(node.spliterator(), false)
                    .limit(MOST_ELEMENTS)
                    .map(element -> words(element, depth + 1))
                    .filter(words -> !words.isEmpty())
                    .collect(Collectors.joining("; "));
        }
        return ofObject(node, depth);
    }

    /** A gateway may hand on the error of the server behind it as text. */
    private static String ofText(String text, int depth) {
        if (text.startsWith("{") || text.startsWith("[")) {
            List<JsonNode> values = values(text);
            String inner = values.isEmpty() ? "" : words(values.get(0), depth + 1);
            return inner.isEmpty() ? text : inner;
        }
        return text.startsWith("<") ? ErrorText.ofPage(text) : text;
    }

    private static String ofObject(JsonNode node, int depth) {
        Set<String> parts = new LinkedHashSet<>();
        for (String name : WORDS) {
            JsonNode child = node.path(name);
            String words = isSaid(child) ? words(child, depth + 1) : "";
            if (!words.isEmpty() && parts.stream().noneMatch(part -> part.contains(words))) {
                parts.removeIf(words::contains);
                parts.add(words);
            }
        }
        String place = StreamSupport.stream(node.path("loc").spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining("."));
        String said = String.join(": ", parts);
        return place.isEmpty() || said.isEmpty() ? said : place + ": " + said;
    }
}
