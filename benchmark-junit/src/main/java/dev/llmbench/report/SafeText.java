package dev.llmbench.report;

/** Makes text from outside, such as a server's error message, safe to show on one line. */
public final class SafeText {
    private static final char REPLACEMENT = '\uFFFD';

    private SafeText() {}

    /**
     * Returns the text on one line, with at most the given number of characters: control characters and line ends
     * become spaces, unpaired surrogates the replacement character, and an ellipsis marks text that was truncated.
     */
    public static String oneLine(String text, int most) {
        return isClean(text, most) ? text : clean(text, most);
    }

    private static boolean isClean(String text, int most) {
        if (text.length() > most) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (breaksLine(c) || Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }

    private static String clean(String text, int most) {
        StringBuilder clean = new StringBuilder(Math.min(text.length(), most));
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            int room = most - clean.length() - (i < text.length() ? 1 : 0);
            if (Character.charCount(c) > room) {
                return clean.append('…').toString();
            }
            clean.appendCodePoint(shown(c));
        }
        return clean.toString();
    }

    private static int shown(int c) {
        if (breaksLine(c)) {
            return ' ';
        }
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? REPLACEMENT : c;
    }

    private static boolean breaksLine(int c) {
        return Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
    }
}
