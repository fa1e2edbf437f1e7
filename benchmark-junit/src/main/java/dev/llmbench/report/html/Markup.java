package dev.llmbench.report.html;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Writes HTML. Escapes every text and attribute value; only scripts and styles are written unchanged. */
final class Markup {
    private static final Set<String> VOID = Set.of("meta", "link", "br", "hr");

    /** Elements in which additional white space would be visible. */
    private static final Set<String> INLINE = Set.of("a", "code", "i", "span", "strong", "th", "td");

    private final StringBuilder html = new StringBuilder(64 * 1024);
    private final Deque<String> open = new ArrayDeque<>();
    private final UnaryOperator<String> masked;

    /** Creates markup that masks secrets in every text. */
    Markup(UnaryOperator<String> masked) {
        this.masked = masked;
    }

    /**
     * Opens an element.
     *
     * @param attributes alternating names and values
     */
    Markup open(String tag, String... attributes) {
        html.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            html.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1]);
            html.append('"');
        }
        html.append('>');
        if (!VOID.contains(tag)) {
            open.push(tag);
        }
        return this;
    }

    /** Closes the most recently opened element. */
    Markup close() {
        String tag = open.pop();
        html.append("</").append(tag).append('>');
        if (!INLINE.contains(tag)) {
            html.append('\n');
        }
        return this;
    }

    Markup text(String text) {
        escape(masked.apply(text));
        return this;
    }

    /** Adds an element that contains only text. */
    Markup element(String tag, String text, String... attributes) {
        return open(tag, attributes).text(text).close();
    }

    /** Adds a name and its value, in a {@code dl} of the style "fields". */
    Markup field(String name, String value) {
        return open("div").element("dt", name).element("dd", value).close();
    }

    /**
     * Adds one of the library's own scripts or styles unchanged: browsers do not parse HTML in either, up to its end
     * tag.
     */
    Markup verbatim(String tag, String content, String... attributes) {
        if (content.contains("</" + tag)) {
            throw new IllegalArgumentException("The content would end the element <" + tag + "> that contains it");
        }
        open(tag, attributes);
        html.append(content);
        return close();
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> html.append("&amp;");
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '"' -> html.append("&quot;");
                case '\'' -> html.append("&#39;");
                default -> html.append(c);
            }
        }
    }

    @Override
    public String toString() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("Not closed: " + open);
        }
        return html.toString();
    }
}
