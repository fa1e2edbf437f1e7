package dev.llmbench.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A loop's connections that wait for a request, the one used last first. Any thread may reserve one; which one it is, and
 * whether it is still open, shows when the loop takes it.
 */
final class IdleConnections {
    private final Deque<Http1> connections = new ArrayDeque<>();

    /** The number of idle connections minus reservations; negative if a reserved connection was taken. */
    private final AtomicInteger free = new AtomicInteger();

    /** Reserves one; false if none is free. {@link #giveBack} must follow. From any thread. */
    boolean reserve() {
        return free.getAndUpdate(count -> count > 0 ? count - 1 : count) > 0;
    }

    /** Gives a reservation back: its owner takes a connection now, or no longer needs one. */
    void giveBack() {
        free.incrementAndGet();
    }

    void add(Http1 connection) {
        connections.addLast(connection);
        free.incrementAndGet();
    }

    /** One of them was closed. */
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
