package dev.llmbench.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.metric.Ticker;
import dev.llmbench.result.Stalls;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
    private static final long PERIOD = Duration.ofMillis(2).toNanos();

    @Test
    void addsUpTheStallsLongerThanTheTolerance() {
        long[] beats = {0, 2, 4, 54, 56, 66, 68, 168};
        Stalls stalls = stallsAfter(beats, Duration.ofMillis(10));

        assertThat(stalls.total()).isEqualTo(Duration.ofMillis(48 + 98));
        assertThat(stalls.longest()).isEqualTo(Duration.ofMillis(98));
    }

    @Test
    void aSteadyBeatIsNoStall() {
        long[] beats = {0, 2, 4, 6, 8};

        assertThat(stallsAfter(beats, Duration.ofMillis(1))).isEqualTo(Stalls.NONE);
    }

    /** The ticker gives the beats in milliseconds and goes on steadily after them. */
    private static Stalls stallsAfter(long[] beats, Duration tolerance) {
        AtomicInteger readings = new AtomicInteger();
        Ticker ticker = () -> {
            int reading = readings.getAndIncrement();
            int last = beats.length - 1;
            return reading <= last
                    ? Duration.ofMillis(beats[reading]).toNanos()
                    : Duration.ofMillis(beats[last]).toNanos() + (reading - last) * PERIOD;
        };
        try (Heartbeat heartbeat = Heartbeat.start(ticker, tolerance)) {
            while (readings.get() <= beats.length + 1) {
                Thread.onSpinWait();
            }
            return heartbeat.stalls();
        }
    }
}
