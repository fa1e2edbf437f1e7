package dev.llmbench.engine;

import java.util.Comparator;
import java.util.PriorityQueue;

/** A queue of actions by their time, in microseconds of the run. Not thread-safe. */
final class TimerQueue {
    static final long NEVER = Long.MAX_VALUE;

    private record Entry(long at, long sequence, Runnable action) {}

    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(Comparator.comparingLong(Entry::at).thenComparingLong(Entry::sequence));
    private long sequence;

    void add(long at, Runnable action) {
        entries.add(new Entry(at, sequence++, action));
    }

    /** Runs all actions that are due, including those they add, in order of time and then of addition. */
    void runDue(long now) {
        for (Entry next = entries.peek(); next != null && next.at() <= now; next = entries.peek()) {
            entries.remove();
            next.action().run();
        }
    }

    /** The time of the next action; {@link #NEVER} if there is none. */
    long nextDue() {
        Entry next = entries.peek();
        return next == null ? NEVER : next.at();
    }

    void clear() {
        entries.clear();
    }
}
