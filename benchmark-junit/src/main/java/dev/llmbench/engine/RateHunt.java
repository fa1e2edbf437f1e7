package dev.llmbench.engine;

import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.RateSearch;
import dev.llmbench.result.Breakpoint;
import dev.llmbench.result.Breakpoint.Finding;
import dev.llmbench.result.Breakpoint.Level;
import dev.llmbench.sample.RequestSample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Decides which arrival rates to try, see {@link RateSearch}. A rate holds if every budget holds both over the whole try and
 * over its second half, when a growing queue shows. A try with less than half of its time quiet is repeated once; after that
 * its rate stays undecided.
 */
final class RateHunt {
    private final LoadPlan plan;
    private final RateSearch search;
    private final LiveQuiet quiet;
    private final List<Level> levels = new ArrayList<>();
    private @Nullable Attempt current;
    private boolean repeated;
    private double held;
    private double broke;

    private record Attempt(Window whole, Window secondHalf, long droppedBefore) {}

    RateHunt(LoadPlan plan, RateSearch search, LiveQuiet quiet) {
        this.plan = plan;
        this.search = search;
        this.quiet = quiet;
        this.held = search.lowest();
        this.broke = search.highest();
    }

    /** Returns when a try, counted from 0, begins, in microseconds of the run. */
    long startOf(int attempt) {
        return micros(plan.load().warmUp().plus(search.startOf(attempt)));
    }

    /** Returns when a try ends, in microseconds of the run. */
    long endOf(int attempt) {
        return startOf(attempt) + micros(search.hold());
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }

    /**
     * Begins a try.
     *
     * @param dropped the number of arrivals dropped so far
     * @return its rate
     */
    double begin(int attempt, long dropped) {
        double level = RateSearch.between(held, broke);
        long start = startOf(attempt);
        long end = endOf(attempt);
        current = new Attempt(
                new Window(plan, quiet, level, start, end),
                new Window(plan, quiet, level, (start + end) / 2, end),
                dropped);
        return level;
    }

    void ended(RequestSample sample) {
        Attempt going = current;
        if (going != null) {
            going.whole().ended(sample);
            going.secondHalf().ended(sample);
        }
    }

    /**
     * Judges the rate that was tried.
     *
     * @param inFlight samples of the requests in flight so far
     * @param dropped the number of arrivals dropped so far
     * @return whether the requests in flight must be cut off, so that those of a broken rate do not burden the next one
     */
    boolean conclude(List<RequestSample> inFlight, long dropped) {
        Attempt tried = current;
        if (tried == null) {
            return false;
        }
        current = null;
        Level found = found(tried, inFlight, dropped);
        levels.add(found);
        if (found.finding() == Finding.HELD) {
            held = found.level();
            repeated = false;
            return false;
        }
        if (!tried.whole().isQuiet() && !repeated) {
            // The next try uses the same rate, since neither bound has moved.
            repeated = true;
            return false;
        }
        repeated = false;
        broke = found.level();
        return true;
    }

    private Level found(Attempt tried, List<RequestSample> inFlight, long dropped) {
        if (dropped > tried.droppedBefore() && tried.whole().isQuiet()) {
            return tried.whole()
                    .broken("requests could not start, since " + plan.load().maxInFlight()
                            + " were in flight, which is the maximum");
        }
        Level whole = tried.whole().found(inFlight);
        Level secondHalf = tried.secondHalf().found(inFlight);
        return whole.finding() != Finding.BROKE && secondHalf.finding() == Finding.BROKE
                ? tried.whole().broken(secondHalf.cause() + ", in the second half of the try")
                : whole;
    }

    /** Forgets the try in progress because the load ends. */
    void giveUp() {
        current = null;
    }

    Breakpoint breakpoint() {
        var lowestBroken = levels.stream()
                .filter(tried -> tried.finding() == Finding.BROKE)
                .min(Comparator.comparingDouble(Level::level));
        return new Breakpoint(
                plan.load().model(),
                levels.stream()
                        .filter(tried -> tried.finding() == Finding.HELD)
                        .mapToDouble(Level::level)
                        .max(),
                lowestBroken.isPresent() ? OptionalDouble.of(lowestBroken.get().level()) : OptionalDouble.empty(),
                lowestBroken.map(Level::cause),
                levels);
    }
}
