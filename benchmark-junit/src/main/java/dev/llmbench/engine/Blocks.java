package dev.llmbench.engine;

import dev.llmbench.metric.LatencyHistogram;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.Against;
import dev.llmbench.plan.Durations;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.LoadModel;
import dev.llmbench.plan.Stage;
import dev.llmbench.result.Block;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Loads two endpoints in turn, one at a time with the whole load, in pairs of blocks. A block begins when nothing is in
 * flight, with a guard period of unmeasured load that warms up the endpoint again. The guard lasts for a second, or for
 * twice the median E2E latency if that is longer, and both blocks of a pair have the same guard and arrivals. Of four
 * successive blocks, either the outer or the inner two are the candidate's, chosen at random from the seed.
 */
final class Blocks implements Driver {
    private static final Statistic MEDIAN = Statistic.percentile(50);

    private final Load load;
    private final TimerQueue timers;
    private final Arms arms;
    private final Consumer<Block> announced;
    private final long length;
    private final long end;
    private final Random coin;
    private final List<Traffic> traffic;
    private final Deque<Traffic> order = new ArrayDeque<>();
    private final LatencyHistogram e2e = new LatencyHistogram();
    private @Nullable Traffic running;
    private int begun;
    private long guard;
    private boolean draining;
    private boolean finished;

    /** @param announced receives each block when it begins */
    Blocks(Load load, Duration block, TimerQueue timers, Arms arms, Consumer<Block> announced) {
        this.load = load;
        this.timers = timers;
        this.arms = arms;
        this.announced = announced;
        this.length = micros(block);
        this.end = micros(load.end());
        this.coin = new Random(load.seed());
        this.traffic = arms.all().stream().map(this::traffic).toList();
        timers.add(end + micros(load.gracefulStop()), () -> arms.cutAll("cut off after the load's end"));
        warmUp();
    }

    private Traffic traffic(Dispatcher arm) {
        return load.model() == LoadModel.VIRTUAL_USERS ? new Users(arm) : new Rate(arm);
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }

    /** Half of the warm-up goes to each endpoint. */
    private void warmUp() {
        long all = micros(load.warmUp());
        if (all == 0) {
            draining = true;
            return;
        }
        timers.add(0, () -> start(traffic.get(0), 0, all / 2));
        timers.add(all / 2, () -> {
            stop(all / 2);
            start(traffic.get(1), all / 2, all);
        });
        timers.add(all, () -> drain(all));
    }

    private void start(Traffic of, long from, long to) {
        running = of;
        of.start(from, to);
    }

    private void stop(long at) {
        if (running != null) {
            running.stop(at);
            running = null;
        }
    }

    private void drain(long at) {
        stop(at);
        draining = true;
        int ended = begun;
        timers.add(at + micros(load.gracefulStop()), () -> {
            if (draining && begun == ended) {
                arms.cutAll("cut off " + Durations.format(load.gracefulStop()) + " after its block's end");
            }
        });
    }

    @Override
    public void landed(RequestSample sample) {
        if (sample.outcome() == Outcome.OK) {
            e2e.record(sample.e2e());
        }
    }

    @Override
    public void settled(long now) {
        if (draining && !finished && arms.inFlight() == 0) {
            draining = false;
            begin(now);
        }
    }

    private void begin(long now) {
        boolean isFirst = begun % 2 == 0;
        if (isFirst) {
            guard = Math.max(
                    micros(Against.LEAST_GUARD),
                    2 * Math.round(e2e.snapshot().micros(MEDIAN).orElse(0)));
        }
        if (now + (isFirst ? 2 : 1) * (guard + length) > end) {
            finished = true;
            return;
        }
        if (order.isEmpty()) {
            drawOrder();
        }
        Traffic next = order.remove();
        long from = now + guard;
        long to = from + length;
        next.arm.measureFrom(from);
        announced.accept(new Block(next.arm.arm(), begun / 2 + 1, duration(from), duration(to)));
        begun++;
        start(next, now, to);
        timers.add(to, () -> drain(to));
    }

    private void drawOrder() {
        Traffic outer = traffic.get(coin.nextInt(2));
        Traffic inner = outer == traffic.get(0) ? traffic.get(1) : traffic.get(0);
        order.addAll(List.of(outer, inner, inner, outer));
    }

    private static Duration duration(long micros) {
        return Duration.ofNanos(micros * 1_000);
    }

    @Override
    public double level() {
        return running == null ? 0 : load.start();
    }

    @Override
    public void dismiss() {
        finished = true;
        traffic.forEach(Traffic::dismiss);
    }

    @Override
    public boolean isExhausted() {
        return finished;
    }

    /** The load of one endpoint, block by block. */
    private abstract static class Traffic {
        final Dispatcher arm;

        Traffic(Dispatcher arm) {
            this.arm = arm;
        }

        abstract void start(long from, long to);

        abstract void stop(long at);

        abstract void dismiss();
    }

    private final class Rate extends Traffic {
        private final ArrivalFlow flow;

        Rate(Dispatcher arm) {
            super(arm);
            this.flow = new ArrivalFlow(load, timers, Arms.of(arm));
        }

        @Override
        void start(long from, long to) {
            List<Stage> steady = List.of(new Stage(load.start(), duration(to - from)));
            long seed = load.seed() + (begun + 1) / 2;
            flow.follow(
                    load.model() == LoadModel.ARRIVAL_RATE
                            ? ArrivalSchedule.constant(load.start(), steady)
                            : ArrivalSchedule.poisson(load.start(), steady, seed),
                    from,
                    to);
        }

        @Override
        void stop(long at) {}

        @Override
        void dismiss() {
            flow.dismiss();
        }
    }

    private final class Users extends Traffic {
        private final VirtualUsers users;

        Users(Dispatcher arm) {
            super(arm);
            this.users = new VirtualUsers(load, timers, arm, (int) load.start());
        }

        @Override
        void start(long from, long to) {
            users.want((int) load.start(), from);
        }

        @Override
        void stop(long at) {
            users.want(0, at);
        }

        @Override
        void dismiss() {
            users.dismiss();
        }
    }
}
