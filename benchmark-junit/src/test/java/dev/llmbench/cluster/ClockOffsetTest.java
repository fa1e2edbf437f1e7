package dev.llmbench.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClockOffsetTest {
    private static final long MICRO = 1_000;

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -90_000_000_000_000L, Long.MAX_VALUE - 5})
    void theOffsetIsFoundWithinItsErrorOnAJitteryLink(long offset) {
        Random random = new Random(1);
        ClockOffset clock = new ClockOffset();
        long now = 17;
        for (int i = 0; i < 200; i++) {
            long there = (200 + random.nextInt(5_000)) * MICRO;
            long back = (1_000 + random.nextInt(20_000)) * MICRO;
            clock.add(now, now + there + back, now + there + offset);
            now += there + back;
        }

        long reading = clock.toWorker(now);
        assertThat(Math.abs(reading - (now + offset)))
                .isLessThanOrEqualTo(clock.error().toNanos());
        assertThat(clock.error()).isLessThan(Duration.ofMillis(2));
        assertThat(clock.longestRoundTrip()).isGreaterThan(Duration.ofMillis(15));
    }

    @Test
    void aDriftIsTheDifferenceOfTwoComparisons() {
        ClockOffset before = new ClockOffset();
        before.add(0, 100, 1_050);
        ClockOffset after = new ClockOffset();
        after.add(1_000_000, 1_000_100, 1_031_050);

        assertThat(before.differenceTo(after)).isEqualTo(Duration.ofNanos(30_000));
        assertThat(before.differenceTo(new ClockOffset())).isZero();
    }
}
