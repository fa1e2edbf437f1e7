package dev.llmbench.http;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A loop's connections whose response has all that it was asked for, and whose body is not at its end: the rest is read for a
 * while, so that they can be used again. For the loop's thread.
 */
final class DrainingConnections {
    /** In the order of their deadlines, since all have the same time. */
    private final Deque<Http1> connections = new ArrayDeque<>();

    void add(Http1 connection) {
        connections.addLast(connection);
    }

    void remove(Http1 connection) {
        connections.remove(connection);
    }

    /** The one whose time is over first; null where there is none. */
    @Nullable
    Http1 first() {
        return connections.peekFirst();
    }

    /** Closes those whose time is over. */
    void closeLate(long now) {
        for (Http1 first = first(); first != null && first.drainsUntil() - now <= 0; first = first()) {
            first.close();
        }
    }
}
