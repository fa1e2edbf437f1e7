package dev.llmbench.openai;

import java.util.Locale;

/** One part of a content that consists of typed parts, as far as its text goes. */
final class ContentPart {
    String type = "";
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
                && (field.equals("reasoning")
                        || named.contains("reasoning")
                        || named.contains("thinking")
                        || named.contains("thought"));
    }

    /** Whether it is output and no text to read. */
    boolean isOther() {
        return field.equals("refusal") || field.equals("transcript");
    }

    void clear() {
        type = "";
        field = "";
        text = "";
    }
}
