package dev.llmbench.openai;

import java.util.Locale;

/** The type and the text of one typed content part. */
final class ContentPart {
    String type = "";
    boolean thought;
    private String field = "";
    private String text = "";

    void text(String inField, String said) {
        field = inField;
        text = said;
    }

    String text() {
        return text;
    }

    boolean isReasoning() {
        String named = type.toLowerCase(Locale.ROOT);
        return !text.isEmpty()
                && (thought
                        || field.equals("reasoning")
                        || named.contains("reasoning")
                        || named.contains("thinking")
                        || named.contains("thought"));
    }

    /** Returns whether it is output that is not meant to be read as text. */
    boolean isOther() {
        return field.equals("refusal") || field.equals("transcript");
    }

    void clear() {
        type = "";
        thought = false;
        field = "";
        text = "";
    }
}
