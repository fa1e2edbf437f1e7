package dev.llmbench.junit;

import java.util.concurrent.locks.ReentrantLock;

/** Lets one load test at a time through, in the order in which they come: two at once would measure each other. */
final class Gate {
    static final Gate OF_THIS_JVM = new Gate();

    private final ReentrantLock lock = new ReentrantLock(true);

    /** What happens behind the gate. */
    @FunctionalInterface
    interface Passage<T> {
        T run() throws InterruptedException;
    }

    /** Runs the passage when no other runs; at once where it may run beside others. */
    <T> T pass(boolean besideOthers, Passage<T> passage) throws InterruptedException {
        if (besideOthers) {
            return passage.run();
        }
        lock.lockInterruptibly();
        try {
            return passage.run();
        } finally {
            lock.unlock();
        }
    }
}
