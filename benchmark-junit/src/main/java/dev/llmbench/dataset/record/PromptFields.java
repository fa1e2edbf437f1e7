package dev.llmbench.dataset.record;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmbench.plan.DatasetException;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Rules shared by both kinds of prompts, and descriptions of values that violate them. */
public final class PromptFields {
    private static final int LONGEST_EXCERPT = 40;
    private static final int MOST_NAMES = 20;

    private PromptFields() {}

    public static void requirePositive(String field, OptionalInt value) {
        if (value.isPresent() && value.getAsInt() < 1) {
            throw notPositive(field, Integer.toString(value.getAsInt()));
        }
    }

    public static OptionalInt positive(String field, JsonNode line) {
        JsonNode value = line.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return OptionalInt.empty();
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw notPositive(field, describe(value));
        }
        return OptionalInt.of(value.intValue());
    }

    static DatasetException notPositive(String field, String value) {
        return new DatasetException("\"" + field + "\" is " + value
                + ", not a positive integer; write a whole number from 1 to " + Integer.MAX_VALUE + " or remove it");
    }

    /** Describes a value and quotes it in shortened form: {@code a number (5)}. */
    public static String describe(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "an array (" + excerpt(value) + ")";
            case OBJECT -> "an object (" + excerpt(value) + ")";
            case STRING -> "a text (" + excerpt(value) + ")";
            case NUMBER -> "a number (" + excerpt(value) + ")";
            case BOOLEAN -> "a boolean (" + excerpt(value) + ")";
            case MISSING -> "missing";
            default -> "null";
        };
    }

    private static String excerpt(JsonNode value) {
        return shortened(value.toString());
    }

    /** Returns the names of an object's first fields. */
    public static String names(JsonNode object) {
        return object.properties().stream()
                .limit(MOST_NAMES)
                .map(field -> shortened(field.getKey()))
                .collect(Collectors.joining(", "));
    }

    public static String shortened(String text) {
        return text.length() <= LONGEST_EXCERPT ? text : text.substring(0, LONGEST_EXCERPT) + "...";
    }
}
