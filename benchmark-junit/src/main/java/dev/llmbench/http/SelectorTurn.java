package dev.llmbench.http;

import dev.llmbench.sample.StallLog;

/**
 * When a loop's selector was entered and returned, which bounds how long bytes that are read had been there. What a selector
 * waited for was not there when it was entered; what it had at once came at some time since what was ready was gathered
 * before. The thread may be stopped between that and the return, by a collection of garbage for instance. For the loop's
 * thread.
 */
final class SelectorTurn {
    /** A selector that takes longer than this had nothing at once. */
    private static final long WAITED_NANOS = 50_000;

    /** A delay below this counts as none. */
    private static final long RECENT_NANOS = 1_000_000;

    private final StallLog stalls;
    private long entered;
    private long returned;
    private long gatheredSince;
    private long unreadSince;
    private boolean waits;
    private boolean isOpen;

    SelectorTurn(StallLog stalls) {
        this.stalls = stalls;
        this.returned = stalls.ticker().nanos();
        this.gatheredSince = returned;
        this.unreadSince = returned;
    }

    long now() {
        return stalls.ticker().nanos();
    }

    /**
     * Called before the selector is entered.
     *
     * @param mayWait whether it may wait if nothing is ready
     * @return whether it is to wait. Where some time has passed since what is ready was gathered it is not: on a busy machine
     *     a call that takes long would look as if it had waited for bytes that were there before.
     */
    boolean entered(boolean mayWait) {
        entered = now();
        waits = mayWait && entered - gatheredSince < RECENT_NANOS;
        isOpen = true;
        return waits;
    }

    /**
     * The selector has returned, as the first of what is ready shows, or else that nothing is.
     *
     * @param wokenAt when it was woken up explicitly; 0 if it was not
     */
    void returned(long wokenAt) {
        if (!isOpen) {
            return;
        }
        isOpen = false;
        long before = gatheredSince;
        returned = now();
        if (waits && wokenAt != 0) {
            // A loop that does not wake stands still, whatever the heartbeat does.
            stalls.noteIfLate(wokenAt, returned);
        }
        boolean waited = waits && returned - entered > WAITED_NANOS;
        gatheredSince = waited ? returned - stalls.nanosWithin(entered, returned) : entered;
        unreadSince = waited ? gatheredSince : before;
    }

    /** How many nanoseconds earlier bytes that are read now may have come. */
    long lateness(long now) {
        return now - unreadSince;
    }
}
