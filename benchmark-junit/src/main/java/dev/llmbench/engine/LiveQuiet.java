package dev.llmbench.engine;

import dev.llmbench.plan.Budget;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.result.QuietTime;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.RunClock;
import dev.llmbench.sample.Stall;
import dev.llmbench.sample.StallLog;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * The quiet time of a run in progress, as far as its stalls are known. A stall disturbs requests scheduled up to the longest
 * latency limit before it; earlier ones have already exceeded that limit. Used by the engine's thread only.
 */
final class LiveQuiet {
    private static final long DEFAULT_LIMIT_MICROS = 1_000_000;

    private final IntSupplier latest;
    private final Supplier<List<Stall>> stalls;
    private final long tolerance;
    private final long before;
    private int version;
    private QuietTime quiet;

    LiveQuiet(LoadPlan plan, StallLog stalls, RunClock clock) {
        this(plan, stalls::version, () -> stalls.stalls(clock));
    }

    /**
     * Creates the quiet time of a run.
     *
     * @param latest supplies a number that changes with each stall
     * @param stalls supplies the stalls of the run so far, in order
     */
    LiveQuiet(LoadPlan plan, IntSupplier latest, Supplier<List<Stall>> stalls) {
        this.latest = latest;
        this.stalls = stalls;
        this.tolerance = plan.lagTolerance().toNanos() / 1_000;
        this.before = (long) plan.budgets().stream()
                .filter(Budget::isBreakable)
                .filter(budget -> budget.metric().isLatency())
                .mapToDouble(Budget::limit)
                .max()
                .orElse(DEFAULT_LIMIT_MICROS);
        this.quiet = new QuietTime(List.of(), tolerance, before);
    }

    private QuietTime now() {
        int last = latest.getAsInt();
        if (last != version) {
            version = last;
            quiet = new QuietTime(stalls.get(), tolerance, before);
        }
        return quiet;
    }

    boolean contains(RequestSample sample) {
        return contains(sample.at().scheduled());
    }

    /** Whether the given time, in microseconds of the run, is quiet. */
    boolean contains(long micros) {
        return now().contains(micros);
    }

    /** Whether at least half of the given period is quiet. */
    boolean isMostly(long from, long to) {
        return 2 * now().quietMicros(from, to) >= to - from;
    }
}
