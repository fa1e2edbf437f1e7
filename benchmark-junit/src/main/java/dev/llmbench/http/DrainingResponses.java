package dev.llmbench.http;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a loop whose response has everything that was requested. The rest is read for a short time so that
 * the connection can be reused. Confined to the loop's thread.
 */
final class DrainingResponses {
    /** The maximum time to wait for the end of a response. */
    static final long LONGEST_NANOS = 1_000_000_000;

    /** In the order of their deadlines, since all have the same timeout. */
    private final Deque<Http1> responses = new ArrayDeque<>();

    void add(Http1 response) {
        responses.addLast(response);
    }

    void remove(Http1 response) {
        responses.remove(response);
    }

    /** Returns the connection with the earliest deadline; null if there is none. */
    @Nullable
    Http1 first() {
        return responses.peekFirst();
    }

    /** Closes the connections whose deadline has passed. */
    void endLate(long now) {
        for (Http1 first = first(); first != null && first.drainsUntil() - now <= 0; first = first()) {
            remove(first);
            first.close();
        }
    }
}
