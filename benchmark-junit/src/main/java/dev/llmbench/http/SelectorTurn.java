package dev.llmbench.http;

import dev.llmbench.sample.StallLog;

/**
 * When a loop's selector was entered and returned, which bounds how long the bytes that are read may have been there.
 * Input that a selector waited for was not there when it was entered; input that it had at once has arrived since the
 * last selection. The thread may be stopped before the selector returns, for example by garbage collection. Confined to
 * the loop's thread.
 */
final class SelectorTurn {
    /** A selector that takes longer than this had no input at once. */
    private static final long WAITED_NANOS = 50_000;

    /** A shorter delay counts as none. */
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
     * Must be called before the selector is entered.
     *
     * @param mayWait whether it may wait if nothing is ready
     * @return whether it should wait. It should not if some time has passed since the last selection: on a busy
     *     machine, a slow call would look as if it had waited for bytes that were already there
     */
    boolean entered(boolean mayWait) {
        entered = now();
        waits = mayWait && entered - gatheredSince < RECENT_NANOS;
        isOpen = true;
        return waits;
    }

    /**
     * Must be called when the selector has returned, which is when the first ready key, or the absence of one, is seen.
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
            // A loop that does not wake up stalls, whatever the heartbeat does.
            stalls.noteIfLate(wokenAt, returned);
        }
        boolean waited = waits && returned - entered > WAITED_NANOS;
        gatheredSince = waited ? returned - stalls.nanosWithin(entered, returned) : entered;
        unreadSince = waited ? gatheredSince : before;
    }

    /** Returns how many nanoseconds earlier the bytes that are read now may have arrived. */
    long lateness(long now) {
        return now - unreadSince;
    }
}
