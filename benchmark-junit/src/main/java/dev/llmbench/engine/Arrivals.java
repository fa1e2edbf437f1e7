package dev.llmbench.engine;

import dev.llmbench.dataset.trace.Trace;
import dev.llmbench.plan.Durations;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.LoadModel;
import dev.llmbench.plan.Stage;
import dev.llmbench.plan.TraceReplay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/** The open model: requests start at a rate, or at the times of a trace, regardless of the responses. */
final class Arrivals implements Driver {
    private final Arms arms;
    private final ArrivalFlow flow;
    private final DoubleSupplier level;

    private Arrivals(Load load, ArrivalFlow.Times schedule, DoubleSupplier level, TimerQueue timers, Arms arms) {
        this.arms = arms;
        this.level = level;
        this.flow = new ArrivalFlow(load, timers, arms);
        flow.follow(schedule, 0, micros(load.end()));
        long cutOff = micros(load.end().plus(load.gracefulStop()));
        timers.add(
                cutOff,
                () -> arms.cutAll("cut off " + Durations.format(load.gracefulStop()) + " after the load's end"));
    }

    /**
     * Creates arrivals at the rate of the load, starting with the run.
     *
     * @param now the time of the run in microseconds
     */
    static Arrivals byRate(Load load, TimerQueue timers, Arms arms, LongSupplier now) {
        List<Stage> stages = withWarmUp(load);
        ArrivalSchedule schedule = load.model() == LoadModel.ARRIVAL_RATE
                ? ArrivalSchedule.constant(load.warmUpLevel(), stages)
                : ArrivalSchedule.poisson(load.warmUpLevel(), stages, load.seed());
        DoubleSupplier level = () -> load.levelAt(Duration.ofNanos(now.getAsLong() * 1_000));
        return new Arrivals(load, schedule, level, timers, arms);
    }

    /** Creates arrivals as in a trace; their level is the number of requests due in the last second. */
    static Arrivals ofTrace(Load load, Trace trace, TimerQueue timers, Arms arms, LongSupplier now) {
        TraceReplay replay = load.replay().orElseThrow();
        TraceArrivals times = new TraceArrivals(replay, trace);
        DoubleSupplier level = () -> times.dueInTheSecondTo(now.getAsLong());
        return new Arrivals(load, times, level, timers, arms);
    }

    /** The warm-up is a stage at its own level, after which the rate jumps to the start. */
    private static List<Stage> withWarmUp(Load load) {
        List<Stage> stages = new ArrayList<>();
        stages.add(new Stage(load.warmUpLevel(), load.warmUp()));
        stages.add(new Stage(load.start(), Duration.ZERO));
        stages.addAll(load.stages());
        return stages;
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }

    @Override
    public double level() {
        return level.getAsDouble();
    }

    @Override
    public boolean isExhausted() {
        return arms.isSpent();
    }

    @Override
    public void dismiss() {
        flow.dismiss();
    }
}
