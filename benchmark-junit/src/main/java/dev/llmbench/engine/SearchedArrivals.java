package dev.llmbench.engine;

import dev.llmbench.plan.Load;
import dev.llmbench.plan.LoadModel;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.RateSearch;
import dev.llmbench.plan.Stage;
import dev.llmbench.result.Breakpoint;
import dev.llmbench.result.Breakpoint.Finding;
import dev.llmbench.result.Breakpoint.Level;
import dev.llmbench.sample.RequestSample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Tries one arrival rate after another, see {@link RateSearch}. A rate holds if every budget holds both over the whole try and
 * over its second half, when a growing queue shows. A try with less than half of its time quiet is repeated once; after that
 * its rate stays undecided.
 */
final class SearchedArrivals implements Driver, Watch {
    private final LoadPlan plan;
    private final Load load;
    private final RateSearch search;
    private final TimerQueue timers;
    private final Dispatcher dispatcher;
    private final ArrivalFlow flow;
    private final LiveQuiet quiet;
    private final List<Level> levels = new ArrayList<>();
    private @Nullable Attempt current;
    private boolean repeated;
    private double held;
    private double broke;
    private double level;

    private record Attempt(Window whole, Window secondHalf, long droppedBefore) {}

    SearchedArrivals(LoadPlan plan, RateSearch search, TimerQueue timers, Dispatcher dispatcher, LiveQuiet quiet) {
        this.quiet = quiet;
        this.plan = plan;
        this.load = plan.load();
        this.search = search;
        this.timers = timers;
        this.dispatcher = dispatcher;
        this.flow = new ArrivalFlow(load, timers, Arms.of(dispatcher));
        this.held = search.lowest();
        this.broke = search.highest();
        warmUp();
        for (int attempt = 0; attempt < search.tries(); attempt++) {
            int number = attempt;
            timers.add(startOf(attempt), () -> begin(number));
        }
        timers.add(micros(load.end()), this::conclude);
        timers.add(
                micros(load.end().plus(load.gracefulStop())), () -> dispatcher.cutAll("cut off after the load's end"));
    }

    private long startOf(int attempt) {
        return micros(load.warmUp().plus(search.startOf(attempt)));
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }

    private void warmUp() {
        level = load.warmUpLevel();
        flow.follow(schedule(level, load.warmUp(), 0), 0, micros(load.warmUp()));
    }

    private void begin(int attempt) {
        conclude();
        level = RateSearch.between(held, broke);
        long start = startOf(attempt);
        long end = start + micros(search.hold());
        current = new Attempt(
                new Window(plan, quiet, level, start, end),
                new Window(plan, quiet, level, (start + end) / 2, end),
                dispatcher.dropped());
        flow.follow(schedule(level, search.hold(), attempt), start, end);
        timers.add(end, () -> level = 0);
    }

    private ArrivalSchedule schedule(double rate, Duration length, int attempt) {
        List<Stage> stages = List.of(new Stage(rate, length));
        return load.model() == LoadModel.ARRIVAL_RATE
                ? ArrivalSchedule.constant(rate, stages)
                : ArrivalSchedule.poisson(rate, stages, load.seed() + attempt);
    }

    /**
     * Judges the rate that was tried. Requests that a broken rate left in flight are cut off, so that they do not burden the
     * next one.
     */
    private void conclude() {
        Attempt tried = current;
        if (tried == null) {
            return;
        }
        current = null;
        Level found = found(tried);
        levels.add(found);
        if (found.finding() == Finding.HELD) {
            held = found.level();
            repeated = false;
            return;
        }
        if (!tried.whole().isQuiet() && !repeated) {
            // The next try uses the same rate, since neither bound has moved.
            repeated = true;
            return;
        }
        repeated = false;
        broke = found.level();
        dispatcher.cutAll("cut off after its rate broke a budget");
    }

    private Level found(Attempt tried) {
        if (dispatcher.dropped() > tried.droppedBefore() && tried.whole().isQuiet()) {
            return tried.whole()
                    .broken("requests could not start, since " + load.maxInFlight()
                            + " were in flight, which is the maximum");
        }
        List<RequestSample> going = dispatcher.soFar();
        Level whole = tried.whole().found(going);
        Level secondHalf = tried.secondHalf().found(going);
        return whole.finding() != Finding.BROKE && secondHalf.finding() == Finding.BROKE
                ? tried.whole().broken(secondHalf.cause() + ", in the second half of the try")
                : whole;
    }

    @Override
    public void ended(RequestSample sample) {
        Attempt going = current;
        if (going != null) {
            going.whole().ended(sample);
            going.secondHalf().ended(sample);
        }
    }

    @Override
    public Optional<String> look(long now) {
        return Optional.empty();
    }

    @Override
    public Optional<Breakpoint> breakpoint() {
        Optional<Level> lowestBroken = levels.stream()
                .filter(tried -> tried.finding() == Finding.BROKE)
                .min(Comparator.comparingDouble(Level::level));
        return Optional.of(new Breakpoint(
                load.model(),
                levels.stream()
                        .filter(tried -> tried.finding() == Finding.HELD)
                        .mapToDouble(Level::level)
                        .max(),
                lowestBroken.isPresent() ? OptionalDouble.of(lowestBroken.get().level()) : OptionalDouble.empty(),
                lowestBroken.map(Level::cause),
                levels));
    }

    @Override
    public double level() {
        return level;
    }

    @Override
    public void dismiss() {
        flow.dismiss();
        current = null;
    }

    @Override
    public boolean isExhausted() {
        return dispatcher.isSpent();
    }
}
