package dev.llmbench.openai;

import dev.llmbench.sample.Ticker;

/** A clock that is a microsecond further whenever it is read, so that what is stamped later is later. */
final class Ticks implements Ticker {
    private long count;

    @Override
    public synchronized long nanos() {
        count++;
        notifyAll();
        return count * 1_000;
    }

    synchronized long count() {
        return count;
    }

    /** Waits until the clock was read more than the given number of times. */
    synchronized void awaitMoreThan(long before) throws InterruptedException {
        while (count <= before) {
            wait(20_000);
        }
    }
}
