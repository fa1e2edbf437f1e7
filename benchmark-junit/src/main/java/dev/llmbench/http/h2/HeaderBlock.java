package dev.llmbench.http.h2;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Writes header fields, each in full and as one that nobody on the way may keep in a table, since any may be a secret. So
 * a block is the same on each connection, and the beginning of one can be made once.
 */
public final class HeaderBlock {
    /** Stands before the first block of a connection: the table is to have no room. What follows never needs it. */
    public static final byte NO_TABLE = 0x20;

    private static final int NEVER_KEPT = 0x10;
    private static final int LENGTH_BITS = 0x7f;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);

    /** Adds a field, whose name is written in lower case. */
    public HeaderBlock field(String name, String value) {
        bytes.write(NEVER_KEPT);
        string(name.toLowerCase(Locale.ROOT));
        string(value);
        return this;
    }

    private void string(String text) {
        byte[] plain = text.getBytes(StandardCharsets.ISO_8859_1);
        int rest = plain.length - LENGTH_BITS;
        bytes.write(Math.min(plain.length, LENGTH_BITS));
        if (rest >= 0) {
            for (; rest >= 0x80; rest >>= 7) {
                bytes.write((rest & 0x7f) | 0x80);
            }
            bytes.write(rest);
        }
        bytes.writeBytes(plain);
    }

    public byte[] bytes() {
        return bytes.toByteArray();
    }
}
