package dev.llmbench.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.RunClock;
import dev.llmbench.metric.Statistic;
import dev.llmbench.metric.Ticker;
import dev.llmbench.plan.Budget;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.Plans;
import dev.llmbench.result.Stalls;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
    private static final long PERIOD = Duration.ofMillis(2).toNanos();

    @Test
    void addsUpTheStallsLongerThanTheTolerance() {
        long[] beats = {0, 2, 4, 54, 56, 66, 68, 168};
        Stalls stalls = stallsAfter(beats, Plans.plan());

        assertThat(stalls.total()).isEqualTo(Duration.ofMillis(48 + 98));
        assertThat(stalls.longest()).isEqualTo(Duration.ofMillis(98));
    }

    @Test
    void aSteadyBeatIsNoStall() {
        long[] beats = {0, 2, 4, 6, 8};

        assertThat(stallsAfter(beats, sensitiveToOneMillisecond())).isEqualTo(Stalls.NONE);
    }

    private static LoadPlan sensitiveToOneMillisecond() {
        return Plans.plan(
                new Budget(Metric.TPOT, Statistic.percentile(95), Budget.Bound.AT_MOST, 2_000, OptionalInt.empty()));
    }

    /** The ticker gives the beats in milliseconds and goes on steadily after them. */
    private static Stalls stallsAfter(long[] beats, LoadPlan plan) {
        AtomicInteger readings = new AtomicInteger();
        Ticker ticker = () -> {
            int reading = readings.getAndIncrement();
            int last = beats.length - 1;
            return reading <= last
                    ? Duration.ofMillis(beats[reading]).toNanos()
                    : Duration.ofMillis(beats[last]).toNanos() + (reading - last) * PERIOD;
        };
        RunClock clock = RunClock.starting(ticker);
        readings.set(0);
        try (Heartbeat heartbeat = Heartbeat.start(clock, plan, () -> 1)) {
            while (readings.get() <= beats.length + 1) {
                Thread.onSpinWait();
            }
            return heartbeat.stalls();
        }
    }
}
