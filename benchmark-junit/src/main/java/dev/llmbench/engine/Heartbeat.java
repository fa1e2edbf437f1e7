package dev.llmbench.engine;

import dev.llmbench.plan.LoadPlan;
import dev.llmbench.result.GeneratorLog;
import dev.llmbench.result.Timeline;
import dev.llmbench.sample.RunClock;
import dev.llmbench.sample.StallLog;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;

/**
 * Detects stalls of this JVM with a thread that is scheduled every few milliseconds: whatever delays it may also delay the
 * measuring threads. Records the generator's health over time.
 */
final class Heartbeat implements AutoCloseable {
    private static final long PERIOD_NANOS = 2_000_000;

    private final RunClock clock;
    private final StallLog stalls;
    private final IntSupplier inFlight;
    private final GeneratorHealth health;
    private final Thread thread = new Thread(this::beat, "llm-load-heartbeat");
    private volatile boolean closed;

    private Heartbeat(RunClock clock, LoadPlan plan, StallLog stalls, IntSupplier inFlight) {
        this.clock = clock;
        this.stalls = stalls;
        this.inFlight = inFlight;
        this.health = new GeneratorHealth(clock, Timeline.slotFor(plan.load()), plan.lagTolerance(), ProcessCpu::nanos);
    }

    /**
     * Starts a heartbeat that runs until it is closed.
     *
     * @param stalls receives each beat
     * @param inFlight the number of requests in flight; read by the heartbeat's thread
     */
    static Heartbeat start(RunClock clock, LoadPlan plan, StallLog stalls, IntSupplier inFlight) {
        Heartbeat heartbeat = new Heartbeat(clock, plan, stalls, inFlight);
        heartbeat.thread.setDaemon(true);
        heartbeat.thread.start();
        return heartbeat;
    }

    private void beat() {
        long last = clock.ticker().nanos();
        while (!closed) {
            LockSupport.parkNanos(PERIOD_NANOS);
            stalls.standStillWhereAsked();
            long now = clock.ticker().nanos();
            long late = Math.max(0, now - last - PERIOD_NANOS);
            last = now;
            stalls.beat(now, PERIOD_NANOS);
            if (now >= clock.nanosAt(0)) {
                health.beat(now, late, inFlight.getAsInt());
            }
        }
        stalls.stopped();
    }

    /** Returns the generator's health up to now. Must be called only once, at the end. */
    GeneratorLog log() {
        return health.log(clock.ticker().nanos());
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
