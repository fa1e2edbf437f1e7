package dev.llmbench.openai;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Turns a server's error response into one short line. */
final class ErrorText {
    static final int LONGEST = 300;
    private static final Pattern TAGS =
            Pattern.compile("(?is)<!--.*?(?:-->|$)|<(style|script|svg)\\b.*?(?:</\\1\\s*>|$)|<[^>]*(?:>|$)");

    private ErrorText() {}

    static String of(byte[] bytes, int from, int to) {
        return of(new String(bytes, from, to - from, StandardCharsets.UTF_8));
    }

    /** Returns the innermost message of a JSON error, the text of an HTML page, or the text itself, on one line. */
    static String of(String text) {
        return quote(message(text));
    }

    /**
     * Returns the text on one line without invisible characters. It is not truncated, since half a secret would no
     * longer be recognised and masked.
     */
    static String quote(String text) {
        return text.replaceAll("[\\p{Cntrl}\\p{Cf}\\s]+", " ").strip();
    }

    private static String message(String text) {
        String body = text.strip();
        if (body.startsWith("<")) {
            return ofPage(body);
        }
        String said = body.startsWith("{") || body.startsWith("[") ? ReportedError.words(body) : "";
        return said.isEmpty() ? body : said;
    }

    /** Returns the text of an HTML page, which may be incomplete. */
    static String ofPage(String page) {
        return TAGS.matcher(page)
                .replaceAll(" ")
                .replace("&nbsp;", " ")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&");
    }

    /** Returns the text, truncated if it is too long for a cell. */
    static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }
}
