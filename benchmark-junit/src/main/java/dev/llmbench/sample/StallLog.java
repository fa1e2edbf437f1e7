package dev.llmbench.sample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The times at which the measuring threads stalled, as far as could be noticed: late heartbeats and threads that woke
 * up late. They bound what the generator itself added to a measured time. Thread-safe.
 */
public final class StallLog {
    /** A thread that wakes up later than this has stalled; even a busy machine wakes most threads in time. */
    public static final long TOLERANCE_NANOS = 3_000_000;

    private static final int MOST = 10_000;

    private final Ticker ticker;
    private final StallInjection injection;

    /** All times here are relative to it, since readings of the ticker may wrap around. */
    private final long origin;

    private long[] from = new long[64];
    private long[] to = new long[64];
    private int size;

    /** Readable without the lock: when the latest stall ended, and when the next heartbeat is due. */
    private volatile long latestEnd = Long.MIN_VALUE;

    /** Grows with each recorded stall. */
    private volatile int version;

    private volatile long lastBeat;
    private volatile long due = Long.MAX_VALUE;

    /** Creates an empty log. */
    public StallLog(Ticker ticker) {
        this(ticker, StallInjection.NONE);
    }

    /** Creates an empty log with artificial stalls. */
    public StallLog(Ticker ticker, StallInjection injection) {
        this.ticker = ticker;
        this.injection = injection;
        this.origin = ticker.nanos();
    }

    /** Returns the clock of the stalls. */
    public Ticker ticker() {
        return ticker;
    }

    /** Blocks during artificial stalls. Called by each measuring thread in each of its iterations. */
    public void standStillWhereAsked() {
        injection.standStill(ticker);
    }

    /**
     * Records a heartbeat. While the next one is late, a stall is in progress.
     *
     * @param now a reading of the ticker
     * @param period the time until the next one is due
     */
    public void beat(long now, long period) {
        long time = now - origin;
        if (time > due) {
            note(lastBeat, time);
        }
        lastBeat = time;
        due = time + period + TOLERANCE_NANOS;
    }

    /** Ends the heartbeat. */
    public void stopped() {
        due = Long.MAX_VALUE;
    }

    /**
     * Records that a thread stalled, unless the stall was too short to count.
     *
     * @param since a reading of the ticker
     * @param until a later reading
     */
    public void noteIfLate(long since, long until) {
        if (until - since > TOLERANCE_NANOS) {
            note(since - origin, until - origin);
        }
    }

    private synchronized void note(long since, long until) {
        version = version + 1;
        long begin = since;
        long end = until;
        int first = size;
        while (first > 0 && to[first - 1] >= begin) {
            first--;
        }
        int last = first;
        while (last < size && from[last] <= end) {
            begin = Math.min(begin, from[last]);
            end = Math.max(end, to[last]);
            last++;
        }
        replace(first, last, begin, end);
        if (size > MOST) {
            joinTheClosest();
        }
        latestEnd = to[size - 1];
    }

    /** Replaces a range of stalls with one. */
    private void replace(int first, int last, long begin, long end) {
        if (size == from.length) {
            from = Arrays.copyOf(from, size * 2);
            to = Arrays.copyOf(to, size * 2);
        }
        System.arraycopy(from, last, from, first + 1, size - last);
        System.arraycopy(to, last, to, first + 1, size - last);
        from[first] = begin;
        to[first] = end;
        size += 1 - (last - first);
    }

    /** Bounds memory use by merging the two closest stalls and the time between them. */
    private void joinTheClosest() {
        int closest = 1;
        for (int i = 2; i < size; i++) {
            if (from[i] - to[i - 1] < from[closest] - to[closest - 1]) {
                closest = i;
            }
        }
        replace(closest - 1, closest + 1, from[closest - 1], to[closest]);
    }

    /** Returns a number that changes with each recorded stall. */
    public int version() {
        return version;
    }

    /** Returns the stalled time between two readings of the ticker in nanoseconds, including a stall in progress. */
    public long nanosWithin(long since, long until) {
        boolean isLate = until - origin > due;
        if (!isLate && latestEnd <= since - origin) {
            return 0;
        }
        return noted(since - origin, until - origin, isLate ? lastBeat : Long.MAX_VALUE);
    }

    private synchronized long noted(long since, long until, long openSince) {
        long end = Math.min(until, openSince);
        long sum = until - Math.max(since, end);
        for (int i = size - 1; i >= 0 && to[i] > since; i--) {
            sum += Math.max(0, Math.min(to[i], end) - Math.max(from[i], since));
        }
        return Math.max(0, Math.min(until - since, sum));
    }

    /**
     * Returns how long bytes may have been waiting: the time since the beginning of a stall that is in progress or has
     * just ended.
     *
     * @param now a reading of the ticker
     */
    public synchronized long nanosUpTo(long now) {
        long time = now - origin;
        if (time > due) {
            return time - lastBeat;
        }
        return size > 0 && time - to[size - 1] < TOLERANCE_NANOS ? time - from[size - 1] : 0;
    }

    /** Returns the stalls of a run so far, in order, without those before its start. */
    public synchronized List<Stall> stalls(RunClock clock) {
        List<Stall> stalls = new ArrayList<>(size);
        long start = clock.nanosAt(0) - origin;
        for (int i = 0; i < size; i++) {
            if (to[i] > start) {
                stalls.add(new Stall(clock.at(origin + from[i]), clock.at(origin + to[i])));
            }
        }
        return stalls;
    }
}
