package dev.llmbench.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a loop that are waiting for a request, the most recently used first. Any thread may reserve one;
 * which one it is, and whether it is still open, only becomes clear when the loop takes it.
 */
final class IdleConnections {
    private final Deque<Http1> connections = new ArrayDeque<>();

    /** The number of idle connections minus reservations; negative if a reserved connection was taken. */
    private final AtomicInteger free = new AtomicInteger();

    /**
     * Reserves a connection. Returns false if none is free; otherwise, {@link #giveBack} must follow. May be called by
     * any thread.
     */
    boolean reserve() {
        return free.getAndUpdate(count -> count > 0 ? count - 1 : count) > 0;
    }

    /** Returns a reservation, because its owner now takes a connection or no longer needs one. */
    void giveBack() {
        free.incrementAndGet();
    }

    void add(Http1 connection) {
        connections.addLast(connection);
        free.incrementAndGet();
    }

    /** Removes a connection that was closed. */
    void remove(Http1 connection) {
        if (connections.removeLastOccurrence(connection)) {
            free.decrementAndGet();
        }
    }

    /** Removes and returns a connection that can carry a request; null if there is none. */
    @Nullable
    Http1 take() {
        for (Http1 last = connections.pollLast(); last != null; last = connections.pollLast()) {
            free.decrementAndGet();
            if (last.leavesIdle()) {
                return last;
            }
            last.close();
        }
        return null;
    }
}
