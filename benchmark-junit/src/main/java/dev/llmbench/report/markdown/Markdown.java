package dev.llmbench.report.markdown;

import dev.llmbench.report.SafeText;
import java.util.regex.Pattern;

/**
 * Text from outside in Markdown: on one line, shown as it was written, whatever it holds, and never as markup, HTML, a link
 * or a mention.
 */
final class Markdown {
    private static final Pattern MARKUP = Pattern.compile("[\\\\`*_{}\\[\\]<>#|~$]");

    private Markdown() {}

    /** Running text. */
    static String text(String raw, int most) {
        String escaped = MARKUP.matcher(SafeText.oneLine(raw, most).replace("&", "&amp;"))
                .replaceAll("\\\\$0");
        // These three make links and mentions of plain text, which no backslash prevents.
        return escaped.replace("://", "&#58;//").replace("@", "&#64;").replaceAll("(?i)www\\.", "$0\u2060");
    }

    /** A span of code, for a table's cell too. */
    static String code(String raw, int most) {
        String line = SafeText.oneLine(raw, most).strip();
        if (line.isEmpty()) {
            return "";
        }
        String fence = "`".repeat(longestRunOfTicks(line) + 1);
        // A pipe would end the cell even here; blanks keep a tick at either end from joining the fence.
        String padding = line.startsWith("`") || line.endsWith("`") ? " " : "";
        return fence + padding + line.replace("|", "\u00a6") + padding + fence;
    }

    private static int longestRunOfTicks(String line) {
        int longest = 0;
        int run = 0;
        for (int i = 0; i < line.length(); i++) {
            run = line.charAt(i) == '`' ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest;
    }
}
