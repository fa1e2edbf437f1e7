package dev.llmbench.engine;

import dev.llmbench.plan.Budget;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.result.QuietTime;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.RunClock;
import dev.llmbench.sample.StallLog;
import java.util.List;

/**
 * The quiet time of a run in progress, as far as its stalls are known. A stall disturbs requests scheduled up to the longest
 * latency limit before it; earlier ones have already exceeded that limit. Used by the engine's thread only.
 */
final class LiveQuiet {
    private static final long DEFAULT_LIMIT_MICROS = 1_000_000;

    private final StallLog stalls;
    private final RunClock clock;
    private final long tolerance;
    private final long before;
    private int version;
    private QuietTime quiet;

    LiveQuiet(LoadPlan plan, StallLog stalls, RunClock clock) {
        this.stalls = stalls;
        this.clock = clock;
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
        int latest = stalls.version();
        if (latest != version) {
            version = latest;
            quiet = new QuietTime(stalls.stalls(clock), tolerance, before);
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
