package dev.llmbench.openai;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Finds the error that JSON reports, wherever it is. Must not be used for successful answers. */
final class ReportedError {
    /** Also accepts what other languages print instead of JSON. */
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .build());

    private static final int DEEPEST = 8;
    private static final int MOST_ELEMENTS = 3;
    private static final int MOST_VALUES = 100;

    /** Shorter than an error text may be, since a status and a hint precede it. */
    private static final int MOST_SHOWN = ErrorText.LONGEST - 50;

    /** Event fields around JSON. Some occur twice, or in the middle of it if lines were joined incorrectly. */
    private static final Pattern FIELDS = Pattern.compile("(?m)^(?:event|id|retry):.*$|(?:^|(?<=[}\\]]))\\s*data:");

    /** Fields of answers, in which a message is not an error. */
    private static final List<String> OF_ANSWERS = List.of("choices", "output", "delta", "usage");

    private static final List<String> MESSAGES = List.of("message", "msg", "detail", "error_message", "error_msg");

    /** Ordered from outer messages to inner ones. */
    private static final List<String> WORDS = List.of(
            "fault",
            "error",
            "title",
            "message",
            "Message",
            "msg",
            "error_message",
            "errorMessage",
            "error_msg",
            "errorMsg",
            "err_msg",
            "base_resp",
            "status_msg",
            "faultstring",
            "error_description",
            "reason",
            "reasons",
            "description",
            "detail",
            "details",
            "fieldViolations",
            "errors",
            "metadata",
            "raw",
            "innererror",
            "inner_error",
            "cause");

    private ReportedError() {}

    /** Returns the JSON values that the text starts with. */
    static List<JsonNode> values(String text) {
        List<JsonNode> values = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(FIELDS.matcher(text).replaceAll(" "))) {
            while (values.size() < MOST_VALUES && parser.nextToken() != null) {
                values.add(JSON.readTree(parser));
            }
        } catch (IOException e) {
            return values;
        }
        return values;
    }

    /** Returns the error that the text reports, shortened; null if it reports none. */
    static @Nullable String in(String text) {
        for (JsonNode value : values(text)) {
            JsonNode holder = isMessage(value) ? value : holder(value, 0);
            if (holder != null) {
                String words = words(holder, 0);
                return words.isEmpty() ? holder.toString() : words;
            }
        }
        return null;
    }

    /** Returns the message of a text that is known to be an error; empty if it is not JSON with a message. */
    static String words(String text) {
        List<JsonNode> values = values(text);
        if (values.isEmpty()) {
            return "";
        }
        JsonNode holder = holder(values.get(0), 0);
        return words(holder == null ? values.get(0) : holder, 0);
    }

    /** Returns whether the value is only a message and not part of an answer. */
    private static boolean isMessage(JsonNode value) {
        return value.isObject()
                && OF_ANSWERS.stream().noneMatch(value::has)
                && MESSAGES.stream().anyMatch(name -> value.path(name).isTextual() && isSaid(value.path(name)));
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

    /** Returns whether the value says anything: null, false, zero and empty values do not, at any depth. */
    private static boolean isSaid(JsonNode node) {
        if (node.isContainerNode()) {
            return StreamSupport.stream(node.spliterator(), false).anyMatch(ReportedError::isSaid);
        }
        return node.isTextual()
                ? !JsonEventReader.SAYS_NOTHING.contains(node.asText().strip().toLowerCase(Locale.ROOT))
                : node.asBoolean();
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

    /** Returns the message in a text. A gateway may pass on the error of the server behind it as text. */
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
        for (String name : names(node)) {
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
        String said = joined(new ArrayList<>(parts));
        return place.isEmpty() || said.isEmpty() ? said : place + ": " + said;
    }

    /** Returns the fields that may contain a message: the known ones, and those named after a kind of error. */
    private static Iterable<String> names(JsonNode node) {
        Set<String> names = new LinkedHashSet<>();
        node.fieldNames().forEachRemaining(name -> {
            if (name.endsWith("_error")) {
                names.add(name);
            }
        });
        names.addAll(WORDS);
        return names;
    }

    /** Joins messages. Inner ones are most helpful, so they come first if outer ones would push them out. */
    private static String joined(List<String> parts) {
        if (String.join(": ", parts).length() > MOST_SHOWN) {
            Collections.reverse(parts);
        }
        return String.join(": ", parts);
    }
}
