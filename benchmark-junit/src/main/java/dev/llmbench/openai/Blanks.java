package dev.llmbench.openai;

/** Finds where blanks end. */
final class Blanks {
    private Blanks() {}

    /** Where the first byte that is no blank and no line end stands; {@code to} where there is none. */
    static int end(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && isBlank(bytes[i])) {
            i++;
        }
        return i;
    }

    /** Behind the last byte that is no blank and no line end; {@code from} where there is none. */
    static int start(byte[] bytes, int from, int to) {
        int i = to;
        while (i > from && isBlank(bytes[i - 1])) {
            i--;
        }
        return i;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\n' || b == '\r';
    }
}
