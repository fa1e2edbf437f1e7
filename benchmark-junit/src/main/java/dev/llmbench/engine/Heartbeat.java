package dev.llmbench.engine;

import dev.llmbench.metric.Ticker;
import dev.llmbench.result.Stalls;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Notices when this JVM stands still, by a thread that wants to run every few milliseconds: what delays it delays the
 * threads that measure too.
 */
final class Heartbeat implements AutoCloseable {
    private static final long PERIOD_NANOS = 2_000_000;

    private final Ticker ticker;
    private final long toleranceNanos;
    private final Thread thread = new Thread(this::beat, "llm-load-heartbeat");
    private volatile boolean closed;
    private volatile Stalls stalls = Stalls.NONE;

    private Heartbeat(Ticker ticker, Duration tolerance) {
        this.ticker = ticker;
        this.toleranceNanos = tolerance.toNanos();
    }

    /**
     * A heartbeat that goes until it is closed.
     *
     * @param tolerance shorter stalls do not count
     */
    static Heartbeat start(Ticker ticker, Duration tolerance) {
        Heartbeat heartbeat = new Heartbeat(ticker, tolerance);
        heartbeat.thread.setDaemon(true);
        heartbeat.thread.start();
        return heartbeat;
    }

    private void beat() {
        long last = ticker.nanos();
        while (!closed) {
            LockSupport.parkNanos(PERIOD_NANOS);
            long now = ticker.nanos();
            stalls = with(stalls, now - last - PERIOD_NANOS);
            last = now;
        }
    }

    private Stalls with(Stalls before, long lateNanos) {
        if (lateNanos <= toleranceNanos) {
            return before;
        }
        Duration late = Duration.ofNanos(lateNanos);
        return new Stalls(before.total().plus(late), late.compareTo(before.longest()) > 0 ? late : before.longest());
    }

    Stalls stalls() {
        return stalls;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
