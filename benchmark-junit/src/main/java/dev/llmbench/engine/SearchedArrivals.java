package dev.llmbench.engine;

import dev.llmbench.plan.Load;
import dev.llmbench.plan.LoadModel;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.RateSearch;
import dev.llmbench.plan.Stage;
import dev.llmbench.result.Breakpoint;
import dev.llmbench.sample.RequestSample;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Tries one arrival rate after another: those that its {@link RateHunt} chooses, or those that it is told. */
final class SearchedArrivals implements Driver, Watch {
    private final Load load;
    private final TimerQueue timers;
    private final Dispatcher dispatcher;
    private final ArrivalFlow flow;
    private final RateHunt hunt;
    private final double first;
    private final Map<Integer, NextRate> told = new ConcurrentHashMap<>();
    private boolean isTold;
    private @Nullable String missing;
    private double level;

    SearchedArrivals(LoadPlan plan, RateSearch search, TimerQueue timers, Dispatcher dispatcher, LiveQuiet quiet) {
        this.load = plan.load();
        this.timers = timers;
        this.dispatcher = dispatcher;
        this.flow = new ArrivalFlow(load, timers, Arms.of(dispatcher));
        this.hunt = new RateHunt(plan, search, quiet);
        this.first = RateSearch.between(search.lowest(), search.highest());
        warmUp();
        for (int attempt = 0; attempt < search.tries(); attempt++) {
            int number = attempt;
            timers.add(hunt.startOf(attempt), () -> begin(number));
        }
        timers.add(micros(load.end()), this::conclude);
        timers.add(
                micros(load.end().plus(load.gracefulStop())), () -> dispatcher.cutAll("cut off after the load's end"));
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }

    private void warmUp() {
        level = load.warmUpLevel();
        flow.follow(schedule(level, load.warmUp(), 0), 0, micros(load.warmUp()));
    }

    /** Leaves the choice of the rates to the caller of {@link #tell}. Must be called before the start. */
    void beTold() {
        isTold = true;
    }

    /** Sets the next rate. May be called from any thread. */
    void tell(NextRate next) {
        told.put(next.attempt(), next);
    }

    /** Describes the rate that it was not told in time; empty if there is none. */
    Optional<String> missing() {
        return Optional.ofNullable(missing);
    }

    private void begin(int attempt) {
        level = isTold ? toldLevel(attempt) : foundLevel(attempt);
        if (level == 0) {
            return;
        }
        long start = hunt.startOf(attempt);
        long end = hunt.endOf(attempt);
        flow.follow(schedule(level, Duration.ofNanos((end - start) * 1_000), attempt), start, end);
        timers.add(end, () -> level = 0);
    }

    private double foundLevel(int attempt) {
        conclude();
        return hunt.begin(attempt, dispatcher.dropped());
    }

    private double toldLevel(int attempt) {
        if (attempt == 0) {
            return first;
        }
        NextRate next = told.get(attempt);
        if (next == null) {
            missing = "the rate of try " + (attempt + 1) + " was not known in time";
            return 0;
        }
        if (next.cutting()) {
            cutBroken();
        }
        return next.level();
    }

    private ArrivalSchedule schedule(double rate, Duration length, int attempt) {
        List<Stage> stages = List.of(new Stage(rate, length));
        return load.model() == LoadModel.ARRIVAL_RATE
                ? ArrivalSchedule.constant(rate, stages)
                : ArrivalSchedule.poisson(rate, stages, load.seed() + attempt);
    }

    private void conclude() {
        if (hunt.conclude(dispatcher.soFar(), dispatcher.dropped())) {
            cutBroken();
        }
    }

    private void cutBroken() {
        dispatcher.cutAll("cut off after its rate broke a budget");
    }

    @Override
    public void ended(RequestSample sample) {
        hunt.ended(sample);
    }

    @Override
    public Optional<String> look(long now) {
        return Optional.empty();
    }

    @Override
    public Optional<Breakpoint> breakpoint() {
        return Optional.of(hunt.breakpoint());
    }

    @Override
    public double level() {
        return level;
    }

    @Override
    public void dismiss() {
        flow.dismiss();
        hunt.giveUp();
    }

    @Override
    public boolean isExhausted() {
        return dispatcher.isSpent();
    }
}
