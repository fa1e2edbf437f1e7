package dev.llmbench.http;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a loop whose response is as long as was asked for. What follows is read for a short time, so that the
 * connection can be used again. Confined to the loop's thread.
 */
final class DrainingResponses {
    /** For how long the end of a response is waited for. */
    static final long LONGEST_NANOS = 1_000_000_000;

    /** In the order of their deadlines, since all have the same time. */
    private final Deque<Http1> responses = new ArrayDeque<>();

    void add(Http1 response) {
        responses.addLast(response);
    }

    void remove(Http1 response) {
        responses.remove(response);
    }

    /** Returns the connection whose time ends first; null if there is none. */
    @Nullable
    Http1 first() {
        return responses.peekFirst();
    }

    /** Closes those whose time is over. */
    void endLate(long now) {
        for (Http1 first = first(); first != null && first.drainsUntil() - now <= 0; first = first()) {
            remove(first);
            first.close();
        }
    }
}
