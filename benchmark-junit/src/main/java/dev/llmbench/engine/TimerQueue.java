package dev.llmbench.engine;

import java.util.Comparator;
import java.util.PriorityQueue;

/** What is to be done when, in microseconds of the run. For one thread. */
final class TimerQueue {
    static final long NEVER = Long.MAX_VALUE;

    private record Entry(long at, long sequence, Runnable action) {}

    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(Comparator.comparingLong(Entry::at).thenComparingLong(Entry::sequence));
    private long sequence;

    void add(long at, Runnable action) {
        entries.add(new Entry(at, sequence++, action));
    }

    /** Does what is due, in order of time and then of addition, also what that adds. */
    void runDue(long now) {
        for (Entry next = entries.peek(); next != null && next.at() <= now; next = entries.peek()) {
            entries.remove();
            next.action().run();
        }
    }

    /** When the next action is due; {@link #NEVER} where there is none. */
    long nextDue() {
        Entry next = entries.peek();
        return next == null ? NEVER : next.at();
    }

    void clear() {
        entries.clear();
    }
}
