package dev.llmbench.metric;

/** The time of a run: whole microseconds from its start, as they stand in samples and in the CSV. */
public final class RunClock {
    private final Ticker ticker;
    private final long origin;

    private RunClock(Ticker ticker) {
        this.ticker = ticker;
        this.origin = ticker.nanos();
    }

    /** A run that starts now. */
    public static RunClock starting(Ticker ticker) {
        return new RunClock(ticker);
    }

    /** The time now. */
    public long micros() {
        return at(ticker.nanos());
    }

    /** The time at the given reading of the ticker; the start for a reading before it. */
    public long at(long nanos) {
        return Math.max(0, nanos - origin) / 1_000;
    }

    /** The reading of the ticker at the given time. */
    public long nanosAt(long micros) {
        return origin + micros * 1_000;
    }

    public Ticker ticker() {
        return ticker;
    }
}
