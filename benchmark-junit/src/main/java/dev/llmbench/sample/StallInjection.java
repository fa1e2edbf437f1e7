package dev.llmbench.sample;

import java.util.concurrent.locks.LockSupport;

/**
 * Artificial stalls, with which a test can compare a run with stalls to one without: all measuring threads stall at
 * regular intervals.
 *
 * @param everyNanos from the beginning of one stall to that of the next; 0 for none
 * @param lengthNanos the length of each stall
 */
public record StallInjection(long everyNanos, long lengthNanos) {
    /** No stalls. */
    public static final StallInjection NONE = new StallInjection(0, 0);

    public StallInjection {
        if (everyNanos < 0 || lengthNanos < 0 || (everyNanos > 0 && lengthNanos >= everyNanos)) {
            throw new IllegalArgumentException("A stall must be shorter than the time to the next: " + lengthNanos
                    + " ns, every " + everyNanos + " ns");
        }
    }

    /** Creates stalls of one length, one in each period. */
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

    /** Returns the rest of the current stall. It depends only on the ticker, so all threads stall together. */
    private long left(Ticker ticker) {
        return lengthNanos - Math.floorMod(ticker.nanos(), everyNanos);
    }
}
