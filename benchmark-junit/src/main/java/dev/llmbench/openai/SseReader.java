package dev.llmbench.openai;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/**
 * Reads server-sent events from bytes that arrive in pieces of any size, as specified in the HTML standard: lines end
 * with LF, CR or CRLF, a BOM at the start is skipped, comments are ignored, and several data lines form one event.
 *
 * <p>An event's moment is that of the socket read that completed its last data line, rather than the blank line that
 * ends it. Nothing is copied or allocated if an event's only data line and its end arrive in the same read.
 */
final class SseReader implements EventFraming {

    private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final byte[] DATA = "data".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EVENT = "event".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ERROR = "error".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ID = "id".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] RETRY = "retry".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EMPTY = {};
    private static final Set<String> NOTHING = Set.of("", "null", "false", "{}", "\"\"");

    /** The data of the event that ends an OpenAI stream. */
    static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

    private final Listener listener;
    private final int limit;
    private final boolean typed;

    private byte[] partialLine = EMPTY;
    private int partialLength;
    private boolean skipLineFeed;
    private boolean firstLine = true;

    // The event being assembled. Its data are borrowed from the current read until they must be copied.
    private boolean hasData;
    private boolean borrowed;
    private byte[] data = EMPTY;
    private int dataFrom;
    private int dataTo;
    private byte[] kept = EMPTY;
    private boolean error;
    private String type = "";
    private String dispatched = "";
    private long moment;
    private long momentLate;

    // When the bytes being read arrived, and how much earlier they may have arrived.
    private long now;
    private long late;

    /**
     * Creates a reader.
     *
     * @param limit the maximum number of bytes of an event's data and of a line
     */
    SseReader(Listener listener, int limit) {
        this(listener, limit, false);
    }

    /**
     * Creates a reader that may keep the events' types.
     *
     * @param typed whether {@link #type} is kept
     */
    SseReader(Listener listener, int limit, boolean typed) {
        this.listener = listener;
        this.limit = limit;
        this.typed = typed;
    }

    /**
     * Reads the bytes from {@code from} to {@code to}.
     *
     * @param now when they were read from the socket
     * @param late how much earlier they may have arrived
     * @throws TooLarge if an event or a line is over the limit
     */
    @Override
    public void read(byte[] bytes, int from, int to, long now, long late) {
        this.now = now;
        this.late = late;
        int lineStart = from;
        while (lineStart < to) {
            if (skipLineFeed) {
                skipLineFeed = false;
                if (bytes[lineStart] == '\n') {
                    lineStart++;
                    continue;
                }
            }
            int lineEnd = endOfLine(bytes, lineStart, to);
            if (lineEnd == to) {
                keepPartialLine(bytes, lineStart, to);
                break;
            }
            skipLineFeed = bytes[lineEnd] == '\r';
            endLine(bytes, lineStart, lineEnd);
            lineStart = lineEnd + 1;
        }
        keepBorrowedData();
    }

    /** Returns the position of the first LF or CR, or the end of the bytes if there is none. */
    private static int endOfLine(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && bytes[i] != '\n' && bytes[i] != '\r') {
            i++;
        }
        return i;
    }

    private void endLine(byte[] bytes, int from, int to) {
        if (partialLength == 0) {
            line(bytes, from, to);
            return;
        }
        keepPartialLine(bytes, from, to);
        int length = partialLength;
        partialLength = 0;
        line(partialLine, 0, length);
        // The next partial line would overwrite what the event borrows.
        keepBorrowedData();
    }

    private void keepPartialLine(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length == 0) {
            return;
        }
        requireWithinLimit((long) partialLength + length);
        partialLine = withRoom(partialLine, partialLength, length);
        System.arraycopy(bytes, from, partialLine, partialLength, length);
        partialLength += length;
    }

    private void line(byte[] bytes, int start, int to) {
        int from = start;
        if (firstLine) {
            firstLine = false;
            from += startsWith(bytes, from, to, BOM) ? BOM.length : 0;
        }
        if (from == to) {
            dispatch();
            return;
        }
        int colon = from;
        while (colon < to && bytes[colon] != ':') {
            colon++;
        }
        int value = Math.min(to, colon + 1);
        if (value < to && bytes[value] == ' ') {
            value++;
        }
        if (is(bytes, from, colon, DATA)) {
            data(bytes, value, to);
        } else if (is(bytes, from, colon, EVENT)) {
            error = is(bytes, value, to, ERROR);
            if (typed) {
                type = new String(bytes, value, to - value, StandardCharsets.UTF_8);
            }
        } else if (is(bytes, from, colon, ERROR)) {
            // Older llama.cpp servers send an error as a field of that name.
            if (saysAnything(bytes, value, to)) {
                error = true;
                data(bytes, value, to);
            }
        } else if (colon > from && !is(bytes, from, colon, ID) && !is(bytes, from, colon, RETRY)) {
            listener.stray(bytes, from, to);
        }
    }

    private static boolean saysAnything(byte[] bytes, int from, int to) {
        return !NOTHING.contains(new String(bytes, from, to - from, StandardCharsets.UTF_8).strip());
    }

    private void data(byte[] bytes, int from, int to) {
        requireWithinLimit((long) dataTo - dataFrom + to - from);
        if (hasData) {
            keepBorrowedData();
            kept = withRoom(kept, dataTo, to - from + 1);
            kept[dataTo] = '\n';
            System.arraycopy(bytes, from, kept, dataTo + 1, to - from);
            data = kept;
            dataTo += to - from + 1;
        } else {
            hasData = true;
            borrowed = true;
            data = bytes;
            dataFrom = from;
            dataTo = to;
        }
        moment = now;
        momentLate = late;
        if (from < to && bytes[from] == '[' && isDone()) {
            // Nothing can follow, and some servers that keep the connection open send no blank line.
            dispatch();
        }
    }

    private boolean isDone() {
        return Arrays.equals(data, dataFrom, Blanks.start(data, dataFrom, dataTo), DONE, 0, DONE.length);
    }

    private void keepBorrowedData() {
        if (!borrowed) {
            return;
        }
        int length = dataTo - dataFrom;
        kept = withRoom(kept, 0, length);
        System.arraycopy(data, dataFrom, kept, 0, length);
        data = kept;
        dataFrom = 0;
        dataTo = length;
        borrowed = false;
    }

    private void dispatch() {
        boolean wasError = error;
        error = false;
        if (typed) {
            dispatched = type;
            type = "";
        }
        if (!hasData) {
            return;
        }
        hasData = false;
        borrowed = false;
        int from = dataFrom;
        int to = dataTo;
        dataFrom = 0;
        dataTo = 0;
        listener.event(wasError, data, from, to, moment, momentLate);
    }

    /**
     * Ends a stream that ended normally. An event with complete lines is delivered even without its blank line. An
     * incomplete line is dropped and reported as a stray line, unless it is a whole {@code [DONE]}.
     */
    @Override
    public void end(long now) {
        if (partialLength > 0 && endsWithDone()) {
            // It ends the stream, and is not a moment that could be late.
            this.now = now;
            this.late = 0;
            endLine(EMPTY, 0, 0);
        } else if (partialLength > 0) {
            int from = startsWith(partialLine, 0, partialLength, DATA) ? Math.min(DATA.length + 1, partialLength) : 0;
            listener.stray(partialLine, from, partialLength);
        }
        dispatch();
    }

    @Override
    public String type() {
        return dispatched;
    }

    private boolean endsWithDone() {
        int to = Blanks.start(partialLine, 0, partialLength);
        int from = to - DONE.length;
        return from >= 0 && startsWith(partialLine, from, to, DONE);
    }

    private void requireWithinLimit(long length) {
        if (length > limit) {
            throw new TooLarge(limit);
        }
    }

    private static byte[] withRoom(byte[] bytes, int used, int more) {
        int needed = used + more;
        return needed <= bytes.length ? bytes : Arrays.copyOf(bytes, Math.max(256, needed + needed / 2));
    }

    private static boolean is(byte[] bytes, int from, int to, byte[] word) {
        return to - from == word.length && startsWith(bytes, from, to, word);
    }

    private static boolean startsWith(byte[] bytes, int from, int to, byte[] word) {
        return to - from >= word.length && Arrays.equals(bytes, from, from + word.length, word, 0, word.length);
    }
}
