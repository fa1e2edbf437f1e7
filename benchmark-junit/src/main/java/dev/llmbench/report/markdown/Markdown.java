package dev.llmbench.report.markdown;

import dev.llmbench.report.SafeText;
import java.util.regex.Pattern;

/**
 * Escapes foreign text for Markdown: it is shown literally on one line, never as markup, HTML, a link
 * or a mention.
 */
final class Markdown {
    private static final Pattern MARKUP = Pattern.compile("[\\\\`*_{}\\[\\]<>#|~$]");

    private Markdown() {}

    /** Escapes running text. */
    static String text(String raw, int most) {
        String escaped = MARKUP.matcher(SafeText.oneLine(raw, most).replace("&", "&amp;"))
                .replaceAll("\\\\$0");
        // These three turn plain text into links and mentions, which no backslash prevents.
        return escaped.replace("://", "&#58;//").replace("@", "&#64;").replaceAll("(?i)www\\.", "$0\u2060");
    }

    /** Makes a code span, also for table cells. */
    static String code(String raw, int most) {
        String line = SafeText.oneLine(raw, most).strip();
        if (line.isEmpty()) {
            return "";
        }
        String fence = "`".repeat(longestRunOfTicks(line) + 1);
        // A pipe would end the cell even here; spaces keep a backtick at either end from joining the fence.
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
