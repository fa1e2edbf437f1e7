package dev.llmbench.http;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A loop's connections that carry several requests at once, and the one that is being opened. For the loop's thread. */
final class SharedConnections {
    private final List<Http2> connections = new ArrayList<>();
    private @Nullable Opening opening;

    void add(Http2 connection) {
        connections.add(connection);
    }

    void remove(Http2 connection) {
        connections.remove(connection);
    }

    /** The one that carries fewest requests, and can carry another; null where there is none. */
    @Nullable
    Http2 withRoom() {
        Http2 found = null;
        // Looking whether one is still open may take it off the list.
        for (Http2 connection : List.copyOf(connections)) {
            if (connection.hasRoom() && (found == null || connection.load() < found.load())) {
                found = connection;
            }
        }
        return found;
    }

    void opens(Opening begun) {
        opening = begun;
    }

    /** The connection being opened that another request may wait for; null where there is none. */
    @Nullable
    Opening opening() {
        return opening != null && opening.hasRoom() ? opening : null;
    }
}
