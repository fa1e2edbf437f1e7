package dev.llmbench.engine;

import dev.llmbench.metric.RunClock;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.result.GeneratorLog;
import dev.llmbench.result.Stalls;
import dev.llmbench.result.Timeline;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;

/**
 * Notices when this JVM stands still, by a thread that wants to run every few milliseconds: what delays it delays the
 * threads that measure too. Writes down by time how the generator does.
 */
final class Heartbeat implements AutoCloseable {
    private static final long PERIOD_NANOS = 2_000_000;

    private final RunClock clock;
    private final long toleranceNanos;
    private final IntSupplier inFlight;
    private final Vitals vitals;
    private final Thread thread = new Thread(this::beat, "llm-load-heartbeat");
    private volatile boolean closed;
    private volatile Stalls stalls = Stalls.NONE;

    private Heartbeat(RunClock clock, LoadPlan plan, IntSupplier inFlight) {
        this.clock = clock;
        this.toleranceNanos = plan.lagTolerance().toNanos();
        this.inFlight = inFlight;
        this.vitals = new Vitals(clock, Timeline.slotFor(plan.load()), plan.lagTolerance(), ProcessCpu::nanos);
    }

    /**
     * A heartbeat that goes until it is closed. Stalls shorter than the plan's lag tolerance do not count.
     *
     * @param inFlight the number of requests in flight; asked from the heartbeat's thread
     */
    static Heartbeat start(RunClock clock, LoadPlan plan, IntSupplier inFlight) {
        Heartbeat heartbeat = new Heartbeat(clock, plan, inFlight);
        heartbeat.thread.setDaemon(true);
        heartbeat.thread.start();
        return heartbeat;
    }

    private void beat() {
        long last = clock.ticker().nanos();
        while (!closed) {
            LockSupport.parkNanos(PERIOD_NANOS);
            long now = clock.ticker().nanos();
            long late = Math.max(0, now - last - PERIOD_NANOS);
            last = now;
            if (now >= clock.nanosAt(0)) {
                stalls = with(stalls, late);
                vitals.beat(now, late, inFlight.getAsInt());
            }
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

    /** How the generator did up to now; to be asked once, at the end. */
    GeneratorLog log() {
        return vitals.log(clock.ticker().nanos());
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
