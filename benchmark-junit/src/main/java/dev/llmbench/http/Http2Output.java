package dev.llmbench.http;

import dev.llmbench.http.h2.ErrorCode;
import dev.llmbench.http.h2.Frames;
import dev.llmbench.http.h2.HeaderBlock;
import dev.llmbench.http.h2.ProtocolViolation;

/** Writes to an HTTP/2 connection: requests, as far as the server's windows let them, and answers to the server. */
final class Http2Output {
    /** A server that asks for answers without reading them must not fill the memory. */
    private static final int MOST_ANSWERS = 1_000;

    private final PendingOutput output;
    private long window = Frames.FIRST_WINDOW;
    private int streamWindow = Frames.FIRST_WINDOW;
    private int answers;
    private boolean begun;

    Http2Output(PendingOutput output) {
        this.output = output;
    }

    // Requests.

    /** How large the window of a new stream is. */
    int streamWindow() {
        return streamWindow;
    }

    /** Puts a request's head, and as much of its body as the server lets. */
    void request(Http2Stream stream) {
        byte[] block = stream.request().request().http2();
        output.put(Frames.headers(stream.id(), begun ? block : first(block), stream.isSent()), stream.request());
        begun = true;
        body(stream);
    }

    /** The first block of a connection says that this side keeps no table, however small the server wants it. */
    private static byte[] first(byte[] block) {
        byte[] whole = new byte[block.length + 1];
        whole[0] = HeaderBlock.NO_TABLE;
        System.arraycopy(block, 0, whole, 1, block.length);
        return whole;
    }

    /** Puts as much of the body as the server lets. */
    private void body(Http2Stream stream) {
        byte[] body = stream.request().request().body();
        while (!stream.isSent()) {
            int left = body.length - stream.taken();
            int length = (int) Math.min(Math.min(left, Frames.LARGEST), Math.min(stream.window(), window));
            if (length <= 0) {
                return;
            }
            output.put(Frames.dataHead(stream.id(), length, length == left));
            output.put(body, stream.taken(), stream.taken() + length);
            stream.take(length);
            window -= length;
        }
    }

    /** The server lets that much more be sent on all streams together. */
    void widen(int increment, Iterable<Http2Stream> streams) throws ProtocolViolation {
        window += increment;
        requireWindow(window);
        streams.forEach(this::body);
    }

    /** The server lets that much more be sent on a stream. */
    void widen(int increment, Http2Stream stream) throws ProtocolViolation {
        stream.widen(increment);
        requireWindow(stream.window());
        body(stream);
    }

    private static void requireWindow(long window) throws ProtocolViolation {
        if (window > Frames.LARGEST_WINDOW) {
            throw new ProtocolViolation(ErrorCode.FLOW_CONTROL_ERROR, "the server opens a window of over 2 GiB");
        }
    }

    /** The server sets how large the window of a stream is at first, which counts for those that have begun too. */
    void setStreamWindow(int size, Iterable<Http2Stream> streams) throws ProtocolViolation {
        if (size < 0) {
            throw new ProtocolViolation(ErrorCode.FLOW_CONTROL_ERROR, "the server sets a window of over 2 GiB");
        }
        for (Http2Stream stream : streams) {
            stream.widen((long) size - streamWindow);
            body(stream);
        }
        streamWindow = size;
    }

    // Other frames.

    void beginning(int ownStreamWindow, int ownWindow) {
        output.put(Frames.beginning(ownStreamWindow, ownWindow));
    }

    void answer(byte[] frame) throws ProtocolViolation {
        answers = output.isEmpty() ? 1 : answers + 1;
        if (answers > MOST_ANSWERS) {
            throw new ProtocolViolation(
                    ErrorCode.ENHANCE_YOUR_CALM, "the server asks for answers faster than it reads them");
        }
        output.put(frame);
    }

    void reset(Http2Stream stream, ErrorCode why) {
        output.put(Frames.reset(stream.id(), why));
    }

    void goAway(ErrorCode why) {
        output.put(Frames.goAway(why));
    }
}
