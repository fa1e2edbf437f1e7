package dev.llmbench.http;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A loop's responses whose rest is read for a while after nobody waits for it, so that their connections can be used again.
 * For the loop's thread.
 */
final class DrainingResponses {
    /** For how long the end of a response is waited for. */
    static final long LONGEST_NANOS = 1_000_000_000;

    /** In the order of their deadlines, since all have the same time. */
    private final Deque<Draining> responses = new ArrayDeque<>();

    void add(Draining response) {
        responses.addLast(response);
    }

    void remove(Draining response) {
        responses.remove(response);
    }

    /** The one whose time is over first; null if there is none. */
    @Nullable
    Draining first() {
        return responses.peekFirst();
    }

    /** Gives up those whose time is over. */
    void endLate(long now) {
        for (Draining first = first(); first != null && first.drainsUntil() - now <= 0; first = first()) {
            remove(first);
            first.giveUp();
        }
    }
}
