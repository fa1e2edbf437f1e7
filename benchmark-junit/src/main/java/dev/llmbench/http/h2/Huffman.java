package dev.llmbench.http.h2;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The Huffman code of RFC 7541, appendix B. It is canonical: of two codes with the same length that of the greater byte is
 * the greater one, so that the lengths say all.
 */
final class Huffman {
    private static final int LONGEST = 30;
    private static final int END = 256;
    private static final int LONGEST_PADDING = 7;

    /** The bytes whose codes have each length, in the order of their codes. */
    private static final int[][] BYTES = new int[LONGEST + 1][];

    /** The first code of each length. */
    private static final int[] FIRST = new int[LONGEST + 1];

    static {
        of(5, chars("012aceiost"));
        of(6, chars(" %-./3456789=A_bdfghlmnpru"));
        of(7, chars(":BCDEFGHIJKLMNOPQRSTUVWYjkqvwxyz"));
        of(8, chars("&*,;XZ"));
        of(10, chars("!\"()?"));
        of(11, chars("'+|"));
        of(12, chars("#>"));
        of(13, chars("\0$@[]~"));
        of(14, chars("^}"));
        of(15, chars("<`{"));
        of(19, '\\', 195, 208);
        of(20, 128, 130, 131, 162, 184, 194, 224, 226);
        of(21, 153, 161, 167, 172, 176, 177, 179, 209, 216, 217, 227, 229, 230);
        of(
                22, 129, 132, 133, 134, 136, 146, 154, 156, 160, 163, 164, 169, 170, 173, 178, 181, 185, 186, 187, 189,
                190, 196, 198, 228, 232, 233);
        of(
                23, 1, 135, 137, 138, 139, 140, 141, 143, 147, 149, 150, 151, 152, 155, 157, 158, 165, 166, 168, 174,
                175, 180, 182, 183, 188, 191, 197, 231, 239);
        of(24, 9, 142, 144, 145, 148, 159, 171, 206, 215, 225, 236, 237);
        of(25, 199, 207, 234, 235);
        of(26, 192, 193, 200, 201, 202, 205, 210, 213, 218, 219, 238, 240, 242, 243, 255);
        of(27, 203, 204, 211, 212, 214, 221, 222, 223, 241, 244, 245, 246, 247, 248, 250, 251, 252, 253, 254);
        of(
                28, 2, 3, 4, 5, 6, 7, 8, 11, 12, 14, 15, 16, 17, 18, 19, 20, 21, 23, 24, 25, 26, 27, 28, 29, 30, 31,
                127, 220, 249);
        of(30, '\n', '\r', 22, END);
        int next = 0;
        for (int length = 1; length <= LONGEST; length++) {
            next <<= 1;
            FIRST[length] = next;
            next += count(length);
        }
    }

    private Huffman() {}

    private static void of(int length, int... bytes) {
        BYTES[length] = bytes;
    }

    private static int[] chars(String text) {
        return text.chars().toArray();
    }

    private static int count(int length) {
        int[] bytes = BYTES[length];
        return bytes == null ? 0 : bytes.length;
    }

    /**
     * The text that the bytes stand for.
     *
     * @throws ProtocolViolation if they end within a code, or are none
     */
    static String decode(byte[] bytes, int from, int to) throws ProtocolViolation {
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(2 * (to - from));
        int code = 0;
        int length = 0;
        for (int i = 8 * from; i < 8 * to; i++) {
            int bit = (bytes[i / 8] >> (7 - i % 8)) & 1;
            code = code << 1 | bit;
            length++;
            int index = code - FIRST[length];
            if (index >= 0 && index < count(length)) {
                if (BYTES[length][index] == END) {
                    throw new ProtocolViolation(ErrorCode.COMPRESSION_ERROR, "a header field ends before its length");
                }
                decoded.write(BYTES[length][index]);
                code = 0;
                length = 0;
            }
        }
        // The last byte is filled with the beginning of the code for the end, which is all ones.
        if (length > LONGEST_PADDING || code != (1 << length) - 1) {
            throw new ProtocolViolation(ErrorCode.COMPRESSION_ERROR, "a header field ends within a character");
        }
        return decoded.toString(StandardCharsets.ISO_8859_1);
    }
}
