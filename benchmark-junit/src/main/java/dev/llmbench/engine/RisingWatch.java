package dev.llmbench.engine;

import dev.llmbench.plan.Budget;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.RisingLoad;
import dev.llmbench.plan.Stage;
import dev.llmbench.result.Breakpoint;
import dev.llmbench.result.Breakpoint.Finding;
import dev.llmbench.result.Breakpoint.Level;
import dev.llmbench.sample.RequestSample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Watches the budgets while the load rises, and ends the run when one breaks, see {@link RisingLoad}. */
final class RisingWatch implements Watch {
    private final Load load;
    private final long verdictDelay;
    private final Supplier<List<RequestSample>> inFlight;
    private final LongSupplier dropped;
    private final LiveQuiet quiet;
    private final List<Window> windows;
    private final List<Level> levels = new ArrayList<>();
    private int brokenInARow;
    private long droppedBefore;
    private @Nullable Level broke;

    /**
     * Watches all windows of the plan.
     *
     * @param inFlight samples of the requests in flight so far
     * @param dropped the number of arrivals dropped so far
     * @param quiet the time in which requests are judged
     */
    RisingWatch(
            LoadPlan plan,
            RisingLoad rule,
            Supplier<List<RequestSample>> inFlight,
            LongSupplier dropped,
            LiveQuiet quiet) {
        this.load = plan.load();
        this.verdictDelay = verdictDelay(plan);
        this.inFlight = inFlight;
        this.dropped = dropped;
        this.quiet = quiet;
        this.windows = windows(plan, rule.window(), quiet);
    }

    /**
     * The time between a window's end and its verdict: by then each of its requests has ended or has waited for longer than any
     * limit.
     */
    private static long verdictDelay(LoadPlan plan) {
        double longest = plan.breakableBudgets().stream()
                .filter(budget -> budget.metric().isLatency())
                .mapToDouble(Budget::limit)
                .max()
                .orElse(0);
        return Math.min((long) longest, micros(plan.target().requestTimeout()));
    }

    private static List<Window> windows(LoadPlan plan, Duration longest, LiveQuiet quiet) {
        List<Window> windows = new ArrayList<>();
        long start = micros(plan.load().warmUp());
        for (Stage stage : plan.load().stages()) {
            long length = micros(stage.duration());
            long parts = (length + micros(longest) - 1) / micros(longest);
            for (long i = 0; i < parts; i++) {
                long from = start + length * i / parts;
                long to = start + length * (i + 1) / parts;
                double level = plan.load().levelAt(Duration.ofNanos((from + to) * 500));
                windows.add(new Window(plan, quiet, level, from, to));
            }
            start += length;
        }
        return windows;
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }

    @Override
    public void ended(RequestSample sample) {
        // Requests that end now belong to the first windows without a verdict; later windows have no requests yet.
        for (int i = levels.size(); i < windows.size(); i++) {
            if (windows.get(i).contains(sample.at().scheduled())) {
                windows.get(i).ended(sample);
                return;
            }
        }
    }

    @Override
    public Optional<String> look(long now) {
        long more = dropped.getAsLong() - droppedBefore;
        if (more > 0 && !quiet.contains(now)) {
            // The generator sent delayed requests in a burst, which is not the server's fault.
            droppedBefore += more;
            more = 0;
        }
        if (broke == null && more > 0) {
            judgeUntil(now);
            breakByDrops(now);
        } else {
            judgeUntil(now - verdictDelay);
        }
        return Optional.ofNullable(broke).map(level -> "the breakpoint was found");
    }

    @Override
    public void runEnded(long now) {
        judgeUntil(now);
    }

    private void judgeUntil(long time) {
        while (broke == null
                && levels.size() < windows.size()
                && windows.get(levels.size()).to() <= time) {
            judged(windows.get(levels.size()).found(inFlight.get()));
        }
    }

    /** A window with too few conclusive requests neither continues a break nor ends it. */
    private void judged(Level level) {
        levels.add(level);
        if (level.finding() == Finding.HELD) {
            brokenInARow = 0;
        } else if (level.finding() == Finding.BROKE) {
            brokenInARow++;
        }
        if (brokenInARow == RisingLoad.WINDOWS) {
            broke = firstLevelOfBreak();
        }
    }

    private Level firstLevelOfBreak() {
        int left = RisingLoad.WINDOWS;
        for (int i = levels.size() - 1; ; i--) {
            if (levels.get(i).finding() == Finding.BROKE && --left == 0) {
                return levels.get(i);
            }
        }
    }

    private void breakByDrops(long now) {
        if (broke == null) {
            Window current = windows.stream()
                    .filter(window -> window.contains(now))
                    .findFirst()
                    .orElse(windows.get(windows.size() - 1));
            broke = current.broken(
                    "requests could not start, since " + load.maxInFlight() + " were in flight, which is the maximum");
            levels.add(broke);
        }
    }

    @Override
    public Optional<Breakpoint> breakpoint() {
        Level end = broke;
        OptionalDouble held = levels.stream()
                .filter(level -> level.finding() == Finding.HELD && (end == null || level.level() < end.level()))
                .mapToDouble(Level::level)
                .max();
        return Optional.of(new Breakpoint(
                load.model(),
                held,
                end == null ? OptionalDouble.empty() : OptionalDouble.of(end.level()),
                Optional.ofNullable(end).map(Level::cause),
                levels));
    }
}
