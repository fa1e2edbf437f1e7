package dev.llmbench.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads one response from bytes that arrive in pieces of any size, and removes its framing. Body bytes are passed on as
 * they arrive, without being copied.
 */
final class ResponseReader {
    private static final int LONGEST_HEAD = 64 * 1024;
    private static final byte[] NAME = "HTTP/".getBytes(ISO_8859_1);
    private static final byte[] NOTHING = {};

    /** Receives the parts of a response. */
    interface Sink {
        void head(ResponseHead head);

        void body(byte[] bytes, int from, int to) throws MalformedResponse;
    }

    private enum State {
        HEAD,
        CHUNKED,
        LENGTH,
        UNTIL_CLOSE,
        COMPLETE
    }

    private State state = State.HEAD;
    private byte[] begunHead = NOTHING;
    private int begunLength;
    private int lineLength;
    private long reusable;
    private long missing;
    private @Nullable ChunkedBody chunks;

    /**
     * Continues reading.
     *
     * @return where reading stopped: at the end of the bytes or of the response
     * @throws MalformedResponse if this is not a response, or the sink rejects the rest
     */
    int read(byte[] bytes, int from, int to, Sink sink) throws MalformedResponse {
        int at = from;
        while (at < to && state != State.COMPLETE) {
            at = switch (state) {
                case HEAD -> head(bytes, at, to, sink);
                case CHUNKED -> chunked(bytes, at, to, sink);
                case LENGTH -> length(bytes, at, to, sink);
                case UNTIL_CLOSE -> untilClose(bytes, at, to, sink);
                case COMPLETE -> at;
            };
        }
        return at;
    }

    private int head(byte[] bytes, int from, int to, Sink sink) throws MalformedResponse {
        int start = begunLength == 0 ? afterBlankLines(bytes, from, to) : from;
        int end = endOfHead(bytes, start, to);
        if (begunLength == 0 && end > 0) {
            headEnded(bytes, start, end, sink);
            return end;
        }
        keepHead(bytes, start, end > 0 ? end : to);
        if (end > 0) {
            byte[] whole = begunHead;
            int length = begunLength;
            begunHead = NOTHING;
            begunLength = 0;
            headEnded(whole, 0, length, sink);
            return end;
        }
        return to;
    }

    /** Returns the index after the blank line; -1 if it has not arrived. A line ends with CRLF or LF. */
    private int endOfHead(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\n') {
                if (lineLength == 0) {
                    return i + 1;
                }
                lineLength = 0;
            } else if (bytes[i] != '\r') {
                lineLength++;
            }
        }
        return -1;
    }

    /** Some servers send an extra empty line after the previous response. */
    private static int afterBlankLines(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && (bytes[at] == '\r' || bytes[at] == '\n')) {
            at++;
        }
        return at;
    }

    private void keepHead(byte[] bytes, int from, int to) throws MalformedResponse {
        if (to - from > LONGEST_HEAD - begunLength) {
            throw new MalformedResponse("the head of the response is longer than " + LONGEST_HEAD + " bytes");
        }
        int needed = begunLength + to - from;
        if (needed > begunHead.length) {
            begunHead = Arrays.copyOf(begunHead, Math.max(512, 2 * needed));
        }
        System.arraycopy(bytes, from, begunHead, begunLength, to - from);
        begunLength = needed;
        // A peer that speaks another protocol may never end its head.
        int known = Math.min(NAME.length, begunLength);
        if (!Arrays.equals(begunHead, 0, known, NAME, 0, known)) {
            throw new MalformedResponse("not an HTTP/1.1 response: "
                    + ResponseHead.quoted(new String(begunHead, 0, begunLength, ISO_8859_1)));
        }
    }

    private void headEnded(byte[] bytes, int from, int to, Sink sink) throws MalformedResponse {
        ResponseHead head = ResponseHead.parse(bytes, from, to);
        if (head.status() < 200) {
            if (head.status() == 101) {
                throw new MalformedResponse("the server switched to a protocol that was not requested");
            }
            // 100 Continue and 103 Early Hints precede the response.
            return;
        }
        reusable = head.reusable();
        missing = head.length();
        if (head.length() == ResponseHead.CHUNKED) {
            state = State.CHUNKED;
            chunks = new ChunkedBody();
        } else {
            state = head.length() == ResponseHead.UNTIL_CLOSE
                    ? State.UNTIL_CLOSE
                    : head.length() == 0 ? State.COMPLETE : State.LENGTH;
        }
        sink.head(head);
    }

    private int chunked(byte[] bytes, int from, int to, Sink sink) throws MalformedResponse {
        ChunkedBody body = chunks;
        if (body == null) {
            throw new IllegalStateException("no chunks are expected");
        }
        int at = body.read(bytes, from, to, sink);
        if (body.isComplete()) {
            state = State.COMPLETE;
        }
        return at;
    }

    private int length(byte[] bytes, int from, int to, Sink sink) throws MalformedResponse {
        int end = (int) Math.min(to, from + missing);
        missing -= end - from;
        if (missing == 0) {
            state = State.COMPLETE;
        }
        sink.body(bytes, from, end);
        return end;
    }

    private static int untilClose(byte[] bytes, int from, int to, Sink sink) throws MalformedResponse {
        sink.body(bytes, from, to);
        return to;
    }

    /** Called when the peer has closed its side. Returns whether that completes the response. */
    boolean endOfInput() {
        if (state == State.UNTIL_CLOSE) {
            state = State.COMPLETE;
        }
        return isComplete();
    }

    boolean isComplete() {
        return state == State.COMPLETE;
    }

    /** Returns whether the head of the response has arrived. */
    boolean hasHead() {
        return state != State.HEAD;
    }

    /** Returns for how many nanoseconds the connection can be reused after a complete response; 0 if it cannot. */
    long reusable() {
        return reusable;
    }

    /** Prepares for the next response. */
    void reset() {
        state = State.HEAD;
        begunHead = NOTHING;
        begunLength = 0;
        chunks = null;
    }
}
