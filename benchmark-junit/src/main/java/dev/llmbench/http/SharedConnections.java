package dev.llmbench.http;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A loop's connections that carry several requests at once, and the one that is being opened. For the loop's thread. */
final class SharedConnections {
    private final List<Http2> connections = new ArrayList<>();
    private @Nullable ConnectionAttempt opening;

    void add(Http2 connection) {
        connections.add(connection);
    }

    void remove(Http2 connection) {
        connections.remove(connection);
    }

    /** The one that carries fewest requests, and can carry another; null where there is none. */
    @Nullable
    Http2 withRoom() {
        while (true) {
            Http2 least = leastLoaded();
            if (least == null || !least.isIdle()) {
                return least;
            }
            // The server may have ended it, which takes it off the list.
            least.catchUp();
            if (least.hasRoom()) {
                return least;
            }
        }
    }

    private @Nullable Http2 leastLoaded() {
        Http2 least = null;
        for (Http2 connection : connections) {
            if (connection.hasRoom() && (least == null || connection.load() < least.load())) {
                least = connection;
            }
        }
        return least;
    }

    void opens(ConnectionAttempt begun) {
        opening = begun;
    }

    /** The connection being opened that another request may wait for; null where there is none. */
    @Nullable
    ConnectionAttempt opening() {
        return opening != null && opening.hasRoom() ? opening : null;
    }
}
