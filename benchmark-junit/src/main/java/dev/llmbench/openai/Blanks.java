package dev.llmbench.openai;

import java.util.Arrays;

/** Finds the first and the last byte that are not white space. */
final class Blanks {
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private Blanks() {}

    /** Returns the index of the first byte that is neither a blank nor a line break; {@code to} if there is none. */
    static int end(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && isBlank(bytes[i])) {
            i++;
        }
        return i;
    }

    /**
     * Returns the index after the last byte that is neither a blank nor a line break; {@code from} if there is none.
     */
    static int start(byte[] bytes, int from, int to) {
        int i = to;
        while (i > from && isBlank(bytes[i - 1])) {
            i--;
        }
        return i;
    }

    /** Returns the index at which the text begins: after the byte order mark, if there is one. */
    static int afterByteOrderMark(byte[] bytes) {
        int length = BYTE_ORDER_MARK.length;
        boolean isMarked = bytes.length >= length && Arrays.equals(bytes, 0, length, BYTE_ORDER_MARK, 0, length);
        return isMarked ? length : 0;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\n' || b == '\r';
    }
}
