package dev.llmbench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Bytes that were well once, spoilt at random, and alike for the same seed: what fuzzing found can be found again. */
public final class Mutations {
    private static final String[] WORDS = {
        "\n",
        "\r",
        "\r\n\r\n",
        "\n\n",
        ":",
        ",",
        "\"",
        "\\",
        "{",
        "}",
        "[",
        "]",
        "data:",
        "event: error\n",
        "[DONE]",
        "\u00ef\u00bb\u00bf",
        "\u0000",
        "\u00ff",
        "\u00c3",
        "-1",
        "1e999",
        "99999999999999999999",
        "null",
        "0",
        "ffffffff",
        "chunked",
        "\\ud83d",
        " ",
        "\t",
        ";",
        "'"
    };

    private final List<byte[]> originals;
    private final Random random;

    public Mutations(List<byte[]> originals, long seed) {
        this.originals = new ArrayList<>(originals);
        this.random = new Random(seed);
    }

    /** One of the originals with up to eight changes. */
    public byte[] next() {
        byte[] bytes = any();
        for (int changes = random.nextInt(9); changes > 0; changes--) {
            bytes = changed(bytes);
        }
        return bytes;
    }

    /** So many bytes to be read next, out of those that are left. */
    public int piece(int left) {
        int most = switch (random.nextInt(3)) {
            case 0 -> 1;
            case 1 -> 16;
            default -> left;
        };
        return Math.min(left, 1 + random.nextInt(most));
    }

    private byte[] any() {
        return originals.get(random.nextInt(originals.size()));
    }

    private byte[] changed(byte[] bytes) {
        int at = random.nextInt(bytes.length + 1);
        int to = at + random.nextInt(Math.min(40, bytes.length - at) + 1);
        return switch (random.nextInt(6)) {
            case 0 -> replaced(bytes, at, at, word());
            case 1 -> replaced(bytes, at, to, new byte[0]);
            case 2 -> replaced(bytes, at, at, Arrays.copyOfRange(bytes, at, to));
            case 3 -> replaced(bytes, at, Math.min(bytes.length, at + 1), new byte[] {(byte) random.nextInt(256)});
            case 4 -> Arrays.copyOf(bytes, at);
            default -> spliced(bytes, at);
        };
    }

    private byte[] word() {
        return WORDS[random.nextInt(WORDS.length)].getBytes(ISO_8859_1);
    }

    private byte[] spliced(byte[] bytes, int at) {
        byte[] other = any();
        return replaced(
                bytes, at, bytes.length, Arrays.copyOfRange(other, random.nextInt(other.length + 1), other.length));
    }

    private static byte[] replaced(byte[] bytes, int from, int to, byte[] with) {
        byte[] result = Arrays.copyOf(bytes, bytes.length - (to - from) + with.length);
        System.arraycopy(with, 0, result, from, with.length);
        System.arraycopy(bytes, to, result, from + with.length, bytes.length - to);
        return result;
    }
}
