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
    private final Deque<Connection> connections = new ArrayDeque<>();
    private final AtomicInteger free = new AtomicInteger();

    /** Says that one will be taken; false where there is none for it. From any thread. */
    boolean reserve() {
        return free.getAndUpdate(count -> Math.max(0, count - 1)) > 0;
    }

    void add(Connection connection) {
        connections.addLast(connection);
        free.incrementAndGet();
    }

    /** One that can carry a request; null where they have all been closed. */
    @Nullable
    Connection take() {
        for (Connection last = connections.pollLast(); last != null; last = connections.pollLast()) {
            if (last.isReady()) {
                return last;
            }
            free.getAndUpdate(count -> Math.max(0, count - 1));
            last.close();
        }
        return null;
    }
}
