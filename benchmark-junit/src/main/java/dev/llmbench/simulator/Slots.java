package dev.llmbench.simulator;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/**
 * Limited capacity: a number of requests generate at once, others wait, first come, first served, and when the queue is
 * full, further ones are rejected.
 *
 * @param <T> the type of what generates
 */
final class Slots<T> {

    /** The result of asking for capacity. */
    enum Entry {
        IN,
        QUEUED,
        FULL
    }

    private final int capacity;
    private final int queueLimit;
    private final Queue<T> queue = new ArrayDeque<>();
    private int inside;

    Slots(int capacity, int queueLimit) {
        this.capacity = capacity;
        this.queueLimit = queueLimit;
    }

    Entry enter(T one) {
        if (inside < capacity) {
            inside++;
            return Entry.IN;
        }
        if (queue.size() >= queueLimit) {
            return Entry.FULL;
        }
        queue.add(one);
        return Entry.QUEUED;
    }

    /** Removes one that was in or queued. Returns the one that takes its place. */
    Optional<T> leave(T one) {
        if (queue.remove(one)) {
            return Optional.empty();
        }
        Optional<T> next = Optional.ofNullable(queue.poll());
        if (next.isEmpty()) {
            inside--;
        }
        return next;
    }

    int inside() {
        return inside;
    }

    int queued() {
        return queue.size();
    }
}
