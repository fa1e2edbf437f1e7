package dev.llmbench.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalInt;

/** The rules that both kinds of prompts share, and the words for values that break them. */
final class PromptFields {
    private static final int LONGEST_EXCERPT = 40;

    private PromptFields() {}

    static void requireId(String id) {
        if (id.isBlank()) {
            throw new DatasetException("\"id\" is empty; give it a text or leave it out");
        }
    }

    static void requirePositive(String field, OptionalInt value) {
        if (value.isPresent() && value.getAsInt() < 1) {
            throw notPositive(field, Integer.toString(value.getAsInt()));
        }
    }

    static DatasetException notPositive(String field, String value) {
        return new DatasetException("\"" + field + "\" is " + value
                + ", not a positive integer; give a whole number from 1 to " + Integer.MAX_VALUE + " or leave it out");
    }

    /** Says what a value is and shows it, shortened: {@code a number (5)}. */
    static String describe(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "an array (" + excerpt(value) + ")";
            case OBJECT -> "an object (" + excerpt(value) + ")";
            case STRING -> "a text (" + excerpt(value) + ")";
            case NUMBER -> "a number (" + excerpt(value) + ")";
            case BOOLEAN -> "a boolean (" + excerpt(value) + ")";
            default -> "null";
        };
    }

    private static String excerpt(JsonNode value) {
        String json = value.toString();
        return json.length() <= LONGEST_EXCERPT ? json : json.substring(0, LONGEST_EXCERPT) + "...";
    }
}
