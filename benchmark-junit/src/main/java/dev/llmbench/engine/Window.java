package dev.llmbench.engine;

import dev.llmbench.budget.LiveCount;
import dev.llmbench.budget.LiveCount.Standing;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.result.Breakpoint.Finding;
import dev.llmbench.result.Breakpoint.Level;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import java.time.Duration;
import java.util.List;

/** A period at one level, and the state of the run's budgets in its quiet part. Times are microseconds of the run. */
final class Window {
    private final double level;
    private final long from;
    private final long to;
    private final LiveQuiet quiet;
    private final List<LiveCount> counts;
    private long ok;
    private long failed;

    Window(LoadPlan plan, LiveQuiet quiet, double level, long from, long to) {
        this.quiet = quiet;
        this.level = level;
        this.from = from;
        this.to = to;
        this.counts = plan.breakableBudgets().stream()
                .map(budget -> new LiveCount(budget, plan))
                .toList();
    }

    double level() {
        return level;
    }

    long to() {
        return to;
    }

    /** Whether a request scheduled at the given time belongs to this window. */
    boolean contains(long scheduled) {
        return scheduled >= from && scheduled < to;
    }

    /** Whether at least half of it is quiet; otherwise it stays undecided. */
    boolean isQuiet() {
        return quiet.isMostly(from, to);
    }

    void ended(RequestSample sample) {
        if (contains(sample.at().scheduled()) && quiet.contains(sample)) {
            counts.forEach(count -> count.ended(sample));
            ok += sample.outcome() == Outcome.OK ? 1 : 0;
            failed += sample.outcome().isError() ? 1 : 0;
        }
    }

    /** Returns the verdict on the level, as far as it is known now. */
    Level found(List<RequestSample> inFlight) {
        if (!isQuiet()) {
            return level(Finding.UNTOLD, "the load generator stalled too often to tell");
        }
        List<RequestSample> own = inFlight.stream()
                .filter(sample -> contains(sample.at().scheduled()) && quiet.contains(sample))
                .toList();
        List<Standing> standings =
                counts.stream().map(count -> count.standing(own)).toList();
        for (Standing standing : standings) {
            if (standing.broken()) {
                return level(Finding.BROKE, standing.inWords());
            }
        }
        if (ok == 0 && failed > 0) {
            return level(Finding.BROKE, "all " + failed + " requests failed");
        }
        boolean conclusive = standings.stream().allMatch(Standing::told);
        return level(conclusive ? Finding.HELD : Finding.UNTOLD, "");
    }

    Level broken(String cause) {
        return level(Finding.BROKE, cause);
    }

    private Level level(Finding finding, String cause) {
        return new Level(level, Duration.ofNanos(from * 1_000), Duration.ofNanos(to * 1_000), finding, cause);
    }
}
