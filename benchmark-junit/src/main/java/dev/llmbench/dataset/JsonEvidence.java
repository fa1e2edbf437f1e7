package dev.llmbench.dataset;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.llmbench.dataset.record.Columns;
import dev.llmbench.dataset.record.StrictJson;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Distinguishes JSON, valid or malformed, from texts that start with a brace or a bracket by chance. */
final class JsonEvidence {
    private static final Pattern OBJECT = Pattern.compile("\\[?\\s*\\{\\s*([\"'])([^\"'\\n]*)\\1\\s*:");
    private static final Pattern WHOLE_OBJECT = Pattern.compile("\\{\\s*([\"'])[^\"']*\\1\\s*:.*\\}\\s*,?");
    private static final int SEVERAL = 2;
    /** Characters that end a line of JSON, but not a line of prose. */
    private static final String ENDS = "}],{[:";

    private JsonEvidence() {}

    /**
     * Returns whether a text is JSON: most of its lines are objects, or its first value ends with its line or continues
     * beyond it.
     *
     * @param head the beginning of the text, which does not start with white space
     * @param lines its first lines, without blank ones
     */
    static boolean isIn(String head, List<String> lines) {
        long objects = lines.stream()
                .filter(line -> WHOLE_OBJECT.matcher(line.strip()).matches())
                .count();
        return (objects >= SEVERAL && 2 * objects > lines.size()) || beginsWithAValue(head);
    }

    private static boolean beginsWithAValue(String head) {
        if (!head.startsWith("{") && !head.startsWith("[")) {
            return false;
        }
        try (JsonParser parser = StrictJson.MAPPER.createParser(head)) {
            parser.nextToken();
            parser.skipChildren();
            String rest =
                    firstLine(head.substring((int) parser.currentLocation().getCharOffset()));
            return rest.isEmpty() || rest.startsWith("{") || rest.startsWith(",");
        } catch (JsonEOFException e) {
            return true;
        } catch (IOException e) {
            Matcher object = OBJECT.matcher(head);
            return object.lookingAt() && (Columns.isPrompt(object.group(2)) || endsAsJson(firstLine(head)));
        }
    }

    private static boolean endsAsJson(String line) {
        return ENDS.indexOf(line.charAt(line.length() - 1)) >= 0;
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("").strip();
    }
}
