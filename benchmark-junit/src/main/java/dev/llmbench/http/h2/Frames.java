package dev.llmbench.http.h2;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes frames. */
public final class Frames {
    /** The most bytes that a frame carries, here and there: what each side begins with. */
    public static final int LARGEST = 16 * 1024;

    /** How much of a body each side may send on a connection, and on a stream, before the other asks for more. */
    public static final int FIRST_WINDOW = 65_535;

    /** No window is larger. */
    public static final int LARGEST_WINDOW = Integer.MAX_VALUE;

    static final int HEAD = 9;

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PUSH_PROMISE = 5;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int END_STREAM = 0x1;
    static final int ACK = 0x1;
    static final int END_HEADERS = 0x4;
    static final int PADDED = 0x8;
    static final int PRIORITY = 0x20;

    static final int ENABLE_PUSH = 2;

    /** The setting that says how many streams may be open at once. */
    public static final int MAX_CONCURRENT_STREAMS = 3;

    /** The setting that says how large the window of each stream is at first. */
    public static final int INITIAL_WINDOW_SIZE = 4;

    static final int MAX_HEADER_LIST_SIZE = 6;

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int SETTING = 6;

    private Frames() {}

    /**
     * The bytes with which a client begins a connection: it wants nothing pushed, and lets the server send that much.
     *
     * @param streamWindow on each stream
     * @param connectionWindow on all together
     */
    public static byte[] beginning(int streamWindow, int connectionWindow) {
        ByteBuffer bytes = ByteBuffer.allocate(PREFACE.length + HEAD + 3 * SETTING + HEAD + 4);
        bytes.put(PREFACE);
        head(bytes, 3 * SETTING, SETTINGS, 0, 0);
        bytes.putShort((short) ENABLE_PUSH).putInt(0);
        bytes.putShort((short) INITIAL_WINDOW_SIZE).putInt(streamWindow);
        bytes.putShort((short) MAX_HEADER_LIST_SIZE).putInt(HeaderDecoder.LARGEST);
        bytes.put(windowUpdate(0, connectionWindow - FIRST_WINDOW));
        return bytes.array();
    }

    private static void head(ByteBuffer bytes, int length, int type, int flags, int stream) {
        bytes.putShort((short) (length >> 8)).put((byte) length);
        bytes.put((byte) type).put((byte) flags).putInt(stream);
    }

    private static ByteBuffer frame(int length, int type, int flags, int stream) {
        ByteBuffer bytes = ByteBuffer.allocate(HEAD + length);
        head(bytes, length, type, flags, stream);
        return bytes;
    }

    public static byte[] settingsAck() {
        return frame(0, SETTINGS, ACK, 0).array();
    }

    /** The answer to a ping. */
    public static byte[] pong(byte[] opaque) {
        return frame(opaque.length, PING, ACK, 0).put(opaque).array();
    }

    public static byte[] windowUpdate(int stream, int increment) {
        return frame(4, WINDOW_UPDATE, 0, stream).putInt(increment).array();
    }

    public static byte[] reset(int stream, ErrorCode why) {
        return frame(4, RST_STREAM, 0, stream).putInt(why.code()).array();
    }

    /** The end of the connection, on which the server began no stream. */
    public static byte[] goAway(ErrorCode why) {
        return frame(8, GOAWAY, 0, 0).putInt(0).putInt(why.code()).array();
    }

    /**
     * The head of a request.
     *
     * @param last whether no body follows
     */
    public static byte[] headers(int stream, byte[] block, boolean last) {
        int count = Math.max(1, (block.length + LARGEST - 1) / LARGEST);
        ByteBuffer bytes = ByteBuffer.allocate(count * HEAD + block.length);
        for (int i = 0; i < count; i++) {
            int from = i * LARGEST;
            int length = Math.min(LARGEST, block.length - from);
            int flags = (i == 0 && last ? END_STREAM : 0) | (i == count - 1 ? END_HEADERS : 0);
            head(bytes, length, i == 0 ? HEADERS : CONTINUATION, flags, stream);
            bytes.put(block, from, length);
        }
        return bytes.array();
    }

    /**
     * The header before a piece of a request's body.
     *
     * @param length of the piece, at most {@link #LARGEST}
     * @param last whether the body ends with it
     */
    public static byte[] dataHead(int stream, int length, boolean last) {
        ByteBuffer bytes = ByteBuffer.allocate(HEAD);
        head(bytes, length, DATA, last ? END_STREAM : 0, stream);
        return bytes.array();
    }
}
