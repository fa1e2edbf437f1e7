package dev.llmbench.http.h2;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the frames that a server sends, from bytes that come in pieces of any size. What bodies consist of is handed on as
 * it comes, without a copy.
 */
public final class FrameReader {
    private static final byte[] HTTP_1 = "HTTP/1".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING = {};
    private static final int LONGEST_QUOTE = 200;
    private static final int MOST_BLOCK_FRAMES = 64;

    private final Sink sink;
    private final byte[] head = new byte[Frames.HEAD];
    private int headLength;
    private boolean begun;
    private boolean refused;
    private boolean stopped;

    private int type;
    private int flags;
    private int stream;
    private int length;
    private int missing;
    private int padding;
    private boolean paddingDue;

    private byte[] payload = NOTHING;
    private int payloadLength;

    private byte[] block = NOTHING;
    private int blockLength;
    private int blockFrames;
    private int blockStream;
    private boolean blockIsLast;

    /** Takes what frames say. Streams are numbered as they were begun; bytes are valid during the call only. */
    public interface Sink {
        void setting(int name, int value) throws ProtocolViolation;

        void settingsEnded() throws ProtocolViolation;

        /** A header block. */
        void headers(int stream, byte[] bytes, int from, int to, boolean last) throws ProtocolViolation;

        /** A piece of a body. */
        void data(int stream, byte[] bytes, int from, int to) throws ProtocolViolation;

        /**
         * A frame with a piece of a body ended.
         *
         * @param length what counts against windows: the piece and what it was padded with
         * @param last whether the body ends with it
         */
        void dataEnded(int stream, int length, boolean last) throws ProtocolViolation;

        void reset(int stream, int code) throws ProtocolViolation;

        void ping(byte[] opaque) throws ProtocolViolation;

        /**
         * The server ends the connection.
         *
         * @param lastStream the last one that it has begun to work on
         */
        void goAway(int lastStream, int code, String why);

        /** More may be sent on a stream; on all together where it is 0. */
        void windowUpdate(int stream, int increment) throws ProtocolViolation;
    }

    public FrameReader(Sink sink) {
        this.sink = sink;
    }

    /** Stops reading; bytes that have come already are dropped. */
    public void stop() {
        stopped = true;
    }

    /**
     * Reads on.
     *
     * @throws ProtocolViolation if these are no frames, or none that a server may send
     */
    public void read(byte[] bytes, int from, int to) throws ProtocolViolation {
        int at = from;
        while (at < to && !stopped) {
            if (headLength < Frames.HEAD) {
                int taken = Math.min(Frames.HEAD - headLength, to - at);
                System.arraycopy(bytes, at, head, headLength, taken);
                headLength += taken;
                at += taken;
                requireFrames();
                if (headLength == Frames.HEAD) {
                    begin();
                }
            } else if (type == Frames.DATA) {
                at = data(bytes, at, Math.min(to, at + missing));
            } else {
                at = payload(bytes, at, Math.min(to, at + missing));
            }
            if (headLength == Frames.HEAD && missing == 0 && !stopped) {
                headLength = 0;
                end();
            }
        }
    }

    private void requireFrames() throws ProtocolViolation {
        int known = Math.min(HTTP_1.length, headLength);
        if (!begun && known == HTTP_1.length && Arrays.equals(head, 0, known, HTTP_1, 0, known)) {
            throw new ProtocolViolation(
                    ErrorCode.PROTOCOL_ERROR, "the server answers in HTTP/1 where HTTP/2 was to be spoken");
        }
    }

    private void begin() throws ProtocolViolation {
        ByteBuffer read = ByteBuffer.wrap(head);
        length = (read.getShort() & 0xffff) << 8 | (read.get() & 0xff);
        type = read.get();
        flags = read.get();
        stream = read.getInt() & Integer.MAX_VALUE;
        missing = length;
        refused = !begun && type == Frames.GOAWAY;
        if (!begun && !refused && (type != Frames.SETTINGS || (flags & Frames.ACK) != 0)) {
            throw violation("what the server begins with are no HTTP/2 settings");
        }
        begun = true;
        if (length > Frames.LARGEST) {
            throw new ProtocolViolation(
                    ErrorCode.FRAME_SIZE_ERROR,
                    "a frame of " + length + " bytes, where at most " + Frames.LARGEST + " were agreed on");
        }
        if (blockStream != 0 && (type != Frames.CONTINUATION || stream != blockStream)) {
            throw violation("a header block is interrupted by another frame");
        }
        paddingDue = type == Frames.DATA && (flags & Frames.PADDED) != 0;
        padding = 0;
        payloadLength = 0;
        if (type == Frames.DATA && (stream == 0 || (paddingDue && length == 0))) {
            throw violation("a frame of data without a stream, or without its padding's length");
        }
    }

    private int data(byte[] bytes, int from, int to) throws ProtocolViolation {
        int at = from;
        if (paddingDue) {
            paddingDue = false;
            padding = bytes[at++] & 0xff;
            missing--;
            if (padding > missing) {
                throw violation("a frame's padding is longer than the frame");
            }
        }
        int end = Math.max(at, Math.min(to, at + missing - padding));
        if (end > at) {
            sink.data(stream, bytes, at, end);
        }
        missing -= to - at;
        return to;
    }

    private int payload(byte[] bytes, int from, int to) throws ProtocolViolation {
        if (payload.length < length) {
            payload = new byte[length];
        }
        System.arraycopy(bytes, from, payload, payloadLength, to - from);
        payloadLength += to - from;
        missing -= to - from;
        return to;
    }

    private void end() throws ProtocolViolation {
        boolean last = (flags & Frames.END_STREAM) != 0;
        ByteBuffer said = ByteBuffer.wrap(payload, 0, payloadLength);
        switch (type) {
            case Frames.DATA -> sink.dataEnded(stream, length, last);
            case Frames.HEADERS -> headers(said, last);
            case Frames.CONTINUATION -> continuation(said);
            case Frames.SETTINGS -> settings(said);
            case Frames.PING -> ping();
            case Frames.RST_STREAM -> {
                requireLength(4);
                requireStream();
                sink.reset(stream, said.getInt());
            }
            case Frames.GOAWAY -> {
                if (length < 8) {
                    throw violation("the end of a connection without its reason");
                }
                int lastStream = said.getInt() & Integer.MAX_VALUE;
                int code = said.getInt();
                if (refused) {
                    throw violation("the server ends the connection at once: " + ErrorCode.name(code));
                }
                int quoted = Math.min(said.remaining(), LONGEST_QUOTE);
                sink.goAway(lastStream, code, new String(payload, 8, quoted, StandardCharsets.UTF_8));
            }
            case Frames.WINDOW_UPDATE -> {
                requireLength(4);
                sink.windowUpdate(stream, said.getInt() & Integer.MAX_VALUE);
            }
            case Frames.PUSH_PROMISE -> throw violation("the server pushes what nobody asked for");
            default -> {
                // Extensions are ignored, as is what says which stream goes first.
            }
        }
    }

    private void headers(ByteBuffer said, boolean last) throws ProtocolViolation {
        requireStream();
        int padded = 0;
        int prefix = ((flags & Frames.PADDED) != 0 ? 1 : 0) + ((flags & Frames.PRIORITY) != 0 ? 5 : 0);
        if (prefix > length) {
            throw violation("a header block that is shorter than what stands before it");
        }
        if ((flags & Frames.PADDED) != 0) {
            padded = said.get() & 0xff;
        }
        if (padded > length - prefix) {
            throw violation("a frame's padding is longer than the frame");
        }
        blockStream = stream;
        blockIsLast = last;
        blockLength = 0;
        blockFrames = 0;
        blockPiece(prefix, length - padded);
    }

    private void continuation(ByteBuffer said) throws ProtocolViolation {
        if (blockStream == 0) {
            throw violation("a header block goes on that had not begun");
        }
        blockPiece(0, said.remaining());
    }

    private void blockPiece(int from, int to) throws ProtocolViolation {
        if (to - from > HeaderDecoder.LARGEST - blockLength || ++blockFrames > MOST_BLOCK_FRAMES) {
            throw new ProtocolViolation(
                    ErrorCode.ENHANCE_YOUR_CALM,
                    "the response's head is longer than " + HeaderDecoder.LARGEST
                            + " bytes, or comes in too many pieces");
        }
        boolean whole = (flags & Frames.END_HEADERS) != 0;
        int of = blockStream;
        if (whole && blockLength == 0) {
            blockStream = 0;
            sink.headers(of, payload, from, to, blockIsLast);
            return;
        }
        block = Arrays.copyOf(block, Math.max(block.length, blockLength + to - from));
        System.arraycopy(payload, from, block, blockLength, to - from);
        blockLength += to - from;
        if (whole) {
            blockStream = 0;
            sink.headers(of, block, 0, blockLength, blockIsLast);
            block = NOTHING;
        }
    }

    private void settings(ByteBuffer said) throws ProtocolViolation {
        if (stream != 0 || length % 6 != 0) {
            throw violation("settings of a stream, or cut off");
        }
        if ((flags & Frames.ACK) == 0) {
            while (said.hasRemaining()) {
                sink.setting(said.getShort() & 0xffff, said.getInt());
            }
            sink.settingsEnded();
        }
    }

    private void ping() throws ProtocolViolation {
        requireLength(8);
        if ((flags & Frames.ACK) == 0) {
            sink.ping(Arrays.copyOf(payload, 8));
        }
    }

    private void requireLength(int due) throws ProtocolViolation {
        if (length != due) {
            throw new ProtocolViolation(
                    ErrorCode.FRAME_SIZE_ERROR, "a frame of type " + type + " with " + length + " bytes");
        }
    }

    private void requireStream() throws ProtocolViolation {
        if (stream == 0) {
            throw violation("a frame of type " + type + " without a stream");
        }
    }

    private static ProtocolViolation violation(String what) {
        return new ProtocolViolation(ErrorCode.PROTOCOL_ERROR, what);
    }
}
