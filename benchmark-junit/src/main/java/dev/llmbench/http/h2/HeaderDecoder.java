package dev.llmbench.http.h2;

import java.nio.charset.StandardCharsets;

/** Reads the header blocks of one connection, all of them and in order: each may refer to what those before it said. */
public final class HeaderDecoder {
    /** The most that is heard of one block, as its fields are counted in the table. */
    public static final int LARGEST = 64 * 1024;

    private static final int MOST_BITS = 28;

    private final HeaderTable table = new HeaderTable();
    private byte[] block = {};
    private int at;
    private int end;

    /** Takes header fields. */
    public interface Fields {
        void field(String name, String value);
    }

    /**
     * Reads one block.
     *
     * @return whether all its fields were handed on; not where it says more than {@link #LARGEST}
     * @throws ProtocolViolation if it is none
     */
    public boolean read(byte[] bytes, int from, int to, Fields fields) throws ProtocolViolation {
        block = bytes;
        at = from;
        end = to;
        int size = 0;
        while (at < end) {
            int first = block[at];
            HeaderTable.Field field;
            if ((first & 0x80) != 0) {
                field = table.get(number(7));
            } else if ((first & 0x40) != 0) {
                field = literal(6);
                table.add(field);
            } else if ((first & 0x20) != 0) {
                table.limit(number(5));
                continue;
            } else {
                field = literal(4);
            }
            size += field.size();
            if (size <= LARGEST) {
                fields.field(field.name(), field.value());
            }
        }
        return size <= LARGEST;
    }

    private HeaderTable.Field literal(int bits) throws ProtocolViolation {
        int number = number(bits);
        String name = number == 0 ? string() : table.get(number).name();
        return new HeaderTable.Field(name, string());
    }

    private String string() throws ProtocolViolation {
        boolean coded = at < end && (block[at] & 0x80) != 0;
        int length = number(7);
        if (length > end - at) {
            throw cutOff();
        }
        int from = at;
        at += length;
        return coded ? Huffman.decode(block, from, at) : new String(block, from, length, StandardCharsets.ISO_8859_1);
    }

    /** A number that begins in the last bits of a byte, and goes on in further ones where they are all set. */
    private int number(int bits) throws ProtocolViolation {
        int full = (1 << bits) - 1;
        int number = next() & full;
        if (number < full) {
            return number;
        }
        for (int shift = 0; shift < MOST_BITS; shift += 7) {
            int more = next();
            number += (more & 0x7f) << shift;
            if ((more & 0x80) == 0) {
                return number;
            }
        }
        throw new ProtocolViolation(ErrorCode.COMPRESSION_ERROR, "a number in a header block is too large");
    }

    private int next() throws ProtocolViolation {
        if (at == end) {
            throw cutOff();
        }
        return block[at++];
    }

    private static ProtocolViolation cutOff() {
        return new ProtocolViolation(ErrorCode.COMPRESSION_ERROR, "a header block is cut off");
    }
}
