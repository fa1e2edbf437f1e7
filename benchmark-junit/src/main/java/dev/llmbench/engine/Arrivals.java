package dev.llmbench.engine;

import dev.llmbench.plan.Durations;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.LoadModel;
import dev.llmbench.plan.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** The open model: requests start by their rate, whatever the answers. */
final class Arrivals implements Driver {
    private final Load load;
    private final Dispatcher dispatcher;
    private final ArrivalFlow flow;
    private final LongSupplier now;

    /**
     * Arrivals that begin with the run.
     *
     * @param now the time of the run in microseconds
     */
    Arrivals(Load load, Agenda agenda, Dispatcher dispatcher, LongSupplier now) {
        this.load = load;
        this.dispatcher = dispatcher;
        this.now = now;
        List<Stage> stages = withWarmUp(load);
        ArrivalSchedule schedule = load.model() == LoadModel.ARRIVAL_RATE
                ? ArrivalSchedule.constant(load.warmUpLevel(), stages)
                : ArrivalSchedule.poisson(load.warmUpLevel(), stages, load.seed());
        this.flow = new ArrivalFlow(load, agenda, dispatcher);
        flow.follow(schedule, 0, micros(load.end()));
        long cutOff = micros(load.end().plus(load.gracefulStop()));
        agenda.add(
                cutOff,
                () -> dispatcher.cutAll("cut off " + Durations.format(load.gracefulStop()) + " after the load's end"));
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
        return load.levelAt(Duration.ofNanos(now.getAsLong() * 1_000));
    }

    @Override
    public boolean isExhausted() {
        return dispatcher.isSpent();
    }

    @Override
    public void dismiss() {
        flow.dismiss();
    }

    @Override
    public long dropped() {
        return flow.dropped();
    }
}
