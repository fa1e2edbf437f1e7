package dev.llmbench.openai;

import java.util.Arrays;

/** Treats each line that is not blank as an event, as in JSON Lines. The last line needs no line break. */
final class LineEvents implements EventFraming {
    private final Listener listener;
    private final int limit;
    private byte[] partial = {};
    private int length;
    private long moment;
    private long momentLate;

    /**
     * Creates a reader.
     *
     * @param limit the maximum number of bytes of a line
     */
    LineEvents(Listener listener, int limit) {
        this.listener = listener;
        this.limit = limit;
    }

    @Override
    public void read(byte[] bytes, int from, int to, long now, long late) {
        int start = from;
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\n') {
                line(bytes, start, i, now, late);
                start = i + 1;
            }
        }
        keep(bytes, start, to);
        moment = now;
        momentLate = late;
    }

    private void line(byte[] bytes, int from, int to, long now, long late) {
        if (length == 0) {
            event(bytes, from, to, now, late);
        } else {
            keep(bytes, from, to);
            int whole = length;
            length = 0;
            event(partial, 0, whole, now, late);
        }
    }

    private void keep(byte[] bytes, int from, int to) {
        int more = to - from;
        if ((long) length + more > limit) {
            throw new TooLarge(limit);
        }
        if (length + more > partial.length) {
            partial = Arrays.copyOf(partial, Math.max(256, (length + more) * 2));
        }
        System.arraycopy(bytes, from, partial, length, more);
        length += more;
    }

    private void event(byte[] bytes, int from, int to, long now, long late) {
        int end = to > from && bytes[to - 1] == '\r' ? to - 1 : to;
        for (int i = from; i < end; i++) {
            if (bytes[i] != ' ' && bytes[i] != '\t') {
                listener.event(false, bytes, from, end, now, late);
                return;
            }
        }
    }

    @Override
    public void end(long now) {
        int whole = length;
        length = 0;
        event(partial, 0, whole, moment, momentLate);
    }

    @Override
    public String type() {
        return "";
    }
}
