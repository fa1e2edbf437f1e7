package dev.llmbench.result;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.sample.Stall;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuietTimeTest {
    private static final long SECOND = 1_000_000;
    private static final long TOLERANCE = 10_000;

    @Test
    void allTimeIsQuietWithoutAStall() {
        QuietTime quiet = new QuietTime(List.of(), TOLERANCE, SECOND);

        assertThat(quiet.contains(0)).isTrue();
        assertThat(quiet.quietMicros(0, 7 * SECOND)).isEqualTo(7 * SECOND);
    }

    @Test
    void aStallDisturbsFromALatencyBeforeItUntilSixTimesItsLengthAfterIt() {
        QuietTime quiet = new QuietTime(List.of(new Stall(10 * SECOND, 12 * SECOND)), TOLERANCE, SECOND / 2);

        assertThat(quiet.contains(9 * SECOND + SECOND / 2 - 1)).isTrue();
        assertThat(quiet.contains(9 * SECOND + SECOND / 2)).isFalse();
        assertThat(quiet.contains(24 * SECOND - 1)).isFalse();
        assertThat(quiet.contains(24 * SECOND)).isTrue();
        assertThat(quiet.quietMicros(0, 30 * SECOND)).isEqualTo(15 * SECOND + SECOND / 2);
    }

    @Test
    void aShortStallDisturbsASecondAfterIt() {
        QuietTime quiet = new QuietTime(List.of(new Stall(10 * SECOND, 10 * SECOND + 20_000)), TOLERANCE, 0);

        assertThat(quiet.contains(11 * SECOND + 19_999)).isFalse();
        assertThat(quiet.contains(11 * SECOND + 20_000)).isTrue();
    }

    @Test
    void aStallWithinTheToleranceDisturbsNothing() {
        QuietTime quiet = new QuietTime(List.of(new Stall(10 * SECOND, 10 * SECOND + TOLERANCE)), TOLERANCE, SECOND);

        assertThat(quiet.contains(10 * SECOND)).isTrue();
    }

    @Test
    void whatSeveralStallsDisturbCountsOnce() {
        // The long one disturbs all that the short ones after it do, and before it.
        QuietTime quiet = new QuietTime(
                List.of(
                        new Stall(3 * SECOND, 3 * SECOND + 20_000),
                        new Stall(4 * SECOND, 6 * SECOND),
                        new Stall(8 * SECOND, 8 * SECOND + 20_000),
                        new Stall(40 * SECOND, 41 * SECOND)),
                TOLERANCE,
                5 * SECOND);

        assertThat(quiet.quietMicros(0, 60 * SECOND)).isEqualTo(17 * SECOND + 13 * SECOND);
        assertThat(quiet.quietMicros(18 * SECOND, 35 * SECOND)).isEqualTo(17 * SECOND);
        assertThat(quiet.quietMicros(36 * SECOND, 46 * SECOND)).isZero();
    }
}
