package dev.llmbench.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.Plans;
import dev.llmbench.result.Stalls;
import dev.llmbench.sample.RunClock;
import dev.llmbench.sample.Stall;
import dev.llmbench.sample.StallLog;
import dev.llmbench.sample.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
    private static final long PERIOD = Duration.ofMillis(2).toNanos();

    @Test
    void addsUpTheStallsLongerThanTheTolerance() {
        long[] beats = {0, 2, 4, 54, 56, 66, 68, 168};
        Stalls stalls = stallsAfter(beats, Plans.plan());

        assertThat(stalls.total()).isEqualTo(Duration.ofMillis(50 + 100));
        assertThat(stalls.longest()).isEqualTo(Duration.ofMillis(100));
        assertThat(stalls.each())
                .containsExactly(new Stall(4_000, 54_000), new Stall(56_000, 66_000), new Stall(68_000, 168_000));
    }

    @Test
    void aSteadyBeatIsNoStall() {
        long[] beats = {0, 2, 4, 6, 8};

        assertThat(stallsAfter(beats, Plans.plan())).isEqualTo(Stalls.NONE);
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
        StallLog stalls = new StallLog(ticker);
        readings.set(0);
        Heartbeat heartbeat = Heartbeat.start(clock, plan, stalls, () -> 1);
        while (readings.get() <= beats.length + 1) {
            Thread.onSpinWait();
        }
        heartbeat.close();
        return Stalls.of(stalls.stalls(clock), plan.lagTolerance());
    }
}
