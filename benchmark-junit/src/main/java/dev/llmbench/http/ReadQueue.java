package dev.llmbench.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Bytes that a loop has read and stamped, but not yet passed on. */
final class ReadQueue {
    private static final int ROOM = 512 * 1024;
    private static final int MOST = 1024;
    private static final int WORTH_READING = 4 * 1024;

    private final SelectorTurn turn;
    private final ByteBuffer scratch;
    private final Runnable between;
    private final byte[] bytes = new byte[ROOM];
    private final @Nullable Connection[] connections = new Connection[MOST];
    private final int[] ends = new int[MOST];
    private final long[] stamps = new long[MOST];
    private final long[] delays = new long[MOST];
    private final @Nullable IOException[] failures = new IOException[MOST];
    private int count;
    private int used;

    /**
     * Creates an empty queue.
     *
     * @param turn stamps each read
     * @param scratch the buffer for reads
     * @param between is called between passing on the bytes of two reads
     */
    ReadQueue(SelectorTurn turn, ByteBuffer scratch, Runnable between) {
        this.turn = turn;
        this.scratch = scratch;
        this.between = between;
    }

    /** Reads from a connection once. */
    void read(Connection connection) {
        if (count == MOST || ROOM - used < WORTH_READING) {
            deliver();
        }
        scratch.clear().limit(Math.min(scratch.capacity(), ROOM - used));
        int length;
        IOException failure = null;
        try {
            length = connection.read(scratch);
        } catch (IOException e) {
            length = -1;
            failure = e;
        }
        if (length == 0) {
            return;
        }
        long now = turn.now();
        stamps[count] = now;
        delays[count] = connection.lateness(now, turn.lateness(now), !scratch.hasRemaining());
        if (length > 0) {
            scratch.flip().get(bytes, used, length);
            used += length;
        }
        connections[count] = connection;
        failures[count] = failure;
        ends[count] = length < 0 ? -1 : used;
        count++;
        connection.markUnread(true);
    }

    /** Passes on what was read, in order. */
    void deliver() {
        int from = 0;
        for (int i = 0; i < count; i++) {
            Connection connection = connections[i];
            if (connection == null) {
                continue;
            }
            connection.markUnread(false);
            if (ends[i] >= 0) {
                connection.received(bytes, from, ends[i], stamps[i], delays[i]);
                from = ends[i];
            } else {
                connection.ended(failures[i], stamps[i], delays[i]);
            }
            between.run();
        }
        Arrays.fill(connections, 0, count, null);
        Arrays.fill(failures, 0, count, null);
        count = 0;
        used = 0;
    }
}
