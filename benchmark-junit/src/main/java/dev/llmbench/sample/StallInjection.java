package dev.llmbench.sample;

import java.util.concurrent.locks.LockSupport;

/**
 * Stalls made on purpose, so that a test can hold a run with stalls against one without: every so often all threads that
 * measure stand still for a while.
 *
 * @param everyNanos from the beginning of one stall to that of the next; 0 for none
 * @param lengthNanos how long each takes
 */
public record StallInjection(long everyNanos, long lengthNanos) {
    /** No stall. */
    public static final StallInjection NONE = new StallInjection(0, 0);

    public StallInjection {
        if (everyNanos < 0 || lengthNanos < 0 || (everyNanos > 0 && lengthNanos >= everyNanos)) {
            throw new IllegalArgumentException("A stall is shorter than the time to the next: " + lengthNanos
                    + " ns, every " + everyNanos + " ns");
        }
    }

    /** Stalls of one length, with one time from beginning to beginning. */
    public static StallInjection every(java.time.Duration period, java.time.Duration length) {
        return new StallInjection(period.toNanos(), length.toNanos());
    }

    void standStill(Ticker ticker) {
        if (everyNanos == 0) {
            return;
        }
        for (long left = left(ticker); left > 0; left = left(ticker)) {
            LockSupport.parkNanos(left);
        }
    }

    /** How much of a stall is left; the readings of the ticker alone tell, so that all threads stand still together. */
    private long left(Ticker ticker) {
        return lengthNanos - Math.floorMod(ticker.nanos(), everyNanos);
    }
}
