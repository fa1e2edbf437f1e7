package dev.llmbench.sample;

import java.time.Duration;

/** The time of a run in whole microseconds since its start, as in samples and in the CSV. */
public final class RunClock {
    private final Ticker ticker;
    private final long origin;

    private RunClock(Ticker ticker, long origin) {
        this.ticker = ticker;
        this.origin = origin;
    }

    /** Creates the clock of a run that starts now. */
    public static RunClock starting(Ticker ticker) {
        return startingIn(Duration.ZERO, ticker);
    }

    /** Creates the clock of a run that starts after a head start. */
    public static RunClock startingIn(Duration headStart, Ticker ticker) {
        return startingAt(ticker.nanos() + headStart.toNanos(), ticker);
    }

    /** Creates the clock of a run that starts when the ticker has the given reading. */
    public static RunClock startingAt(long nanos, Ticker ticker) {
        return new RunClock(ticker, nanos);
    }

    /** Returns the nanoseconds until the run starts; negative once it has started. */
    public long nanosToStart() {
        return origin - ticker.nanos();
    }

    /** Returns the current time. */
    public long micros() {
        return at(ticker.nanos());
    }

    /** Returns the time at the given reading of the ticker; the start of the run for an earlier reading. */
    public long at(long nanos) {
        return Math.max(0, nanos - origin) / 1_000;
    }

    /** Returns the reading of the ticker at the given time. */
    public long nanosAt(long micros) {
        return origin + micros * 1_000;
    }

    public Ticker ticker() {
        return ticker;
    }
}
