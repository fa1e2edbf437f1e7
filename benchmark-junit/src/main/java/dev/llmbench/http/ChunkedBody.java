package dev.llmbench.http;

import java.nio.charset.StandardCharsets;

/** Removes the framing of a chunked body. */
final class ChunkedBody {
    /** The maximum length of the line with a chunk's size and extensions, and of all trailers together. */
    private static final int LONGEST_LINES = 64 * 1024;

    private static final long LARGEST_CHUNK = Long.MAX_VALUE >> 8;

    private enum State {
        SIZE,
        EXTENSION,
        DATA,
        DATA_END,
        TRAILERS,
        COMPLETE
    }

    private State state = State.SIZE;
    private long size;
    private int digits;
    private boolean isNoSize;
    private int lineBytes;
    private int lineLength;

    boolean isComplete() {
        return state == State.COMPLETE;
    }

    /**
     * Continues reading.
     *
     * @return where reading stopped: at the end of the bytes or of the body
     * @throws MalformedResponse if the bytes are not chunks
     */
    int read(byte[] bytes, int from, int to, ResponseReader.Sink sink) throws MalformedResponse {
        int at = from;
        while (at < to && state != State.COMPLETE) {
            if (state == State.DATA) {
                int end = (int) Math.min(to, at + size);
                size -= end - at;
                if (size == 0) {
                    state = State.DATA_END;
                }
                sink.body(bytes, at, end);
                at = end;
            } else {
                take(bytes[at++]);
            }
        }
        return at;
    }

    private void take(byte b) throws MalformedResponse {
        switch (state) {
            case SIZE -> size(b);
            case EXTENSION -> {
                if (b == '\n') {
                    sizeEnded();
                } else {
                    requireShortLines();
                }
            }
            case DATA_END -> dataEnd(b);
            case TRAILERS -> trailer(b);
            default -> throw new IllegalStateException(state.toString());
        }
    }

    private void size(byte b) throws MalformedResponse {
        int digit = Character.digit(b, 16);
        if (digit >= 0) {
            digits++;
            isNoSize |= size > LARGEST_CHUNK;
            size = 16 * size + digit;
        } else if (b == '\n') {
            sizeEnded();
            return;
        } else if (b == ';' || b == '\r' || b == ' ' || b == '\t') {
            state = State.EXTENSION;
        } else {
            // The error is reported at the end of the line, since the peer may still close the connection before that.
            isNoSize = true;
        }
        requireShortLines();
    }

    private void sizeEnded() throws MalformedResponse {
        if (isNoSize || digits == 0) {
            throw new MalformedResponse("a chunk of the response has no size");
        }
        state = size == 0 ? State.TRAILERS : State.DATA;
        digits = 0;
        lineBytes = 0;
    }

    private void dataEnd(byte b) throws MalformedResponse {
        if (b == '\n') {
            state = State.SIZE;
            lineLength = 0;
        } else if (b == '\r' && lineLength == 0) {
            lineLength++;
        } else {
            throw new MalformedResponse("a chunk of the response is longer than its declared size: "
                    + ResponseHead.quoted(new String(new byte[] {b}, StandardCharsets.ISO_8859_1)) + " follows it");
        }
    }

    private void trailer(byte b) throws MalformedResponse {
        if (b == '\n') {
            if (lineLength == 0) {
                state = State.COMPLETE;
            }
            lineLength = 0;
        } else if (b != '\r') {
            lineLength++;
        }
        requireShortLines();
    }

    private void requireShortLines() throws MalformedResponse {
        if (++lineBytes > LONGEST_LINES) {
            throw new MalformedResponse(
                    "the lines before a chunk of the response are longer than " + LONGEST_LINES + " bytes");
        }
    }
}
