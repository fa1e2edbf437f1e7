package dev.llmbench.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ExceedanceSeriesTest {

    @Test
    void samplesThatCameInAnotherOrderStandInThatOfTheirSchedule() {
        ExceedanceSeries series = new ExceedanceSeries();
        series.add(30, false, false);
        series.add(10, true, true);
        series.add(20, true, true);

        assertThat(series.surely()).containsExactly(true, true, false);
    }

    @Test
    void thoseThatMayBeOverAreASeriesOfTheirOwn() {
        ExceedanceSeries series = new ExceedanceSeries();
        for (int i = 200_000; i > 0; i--) {
            series.add(i, i == 3, i == 3 || i == 100_000);
        }

        assertThat(count(series.surely())).isEqualTo(1);
        assertThat(count(series.possibly())).isEqualTo(2);
    }

    private static int count(boolean[] series) {
        int count = 0;
        for (boolean one : series) {
            count += one ? 1 : 0;
        }
        return count;
    }

    @Test
    void aLongSeriesIsInOrderToo() {
        int n = 300_000;
        ExceedanceSeries series = new ExceedanceSeries();
        Random random = new Random(3);
        // Each ends up to a thousand requests later than it was scheduled.
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = i;
        }
        for (int block = 0; block < n; block += 1_000) {
            for (int i = block + 999; i > block; i--) {
                int other = block + random.nextInt(i - block + 1);
                int swapped = order[i];
                order[i] = order[other];
                order[other] = swapped;
            }
        }
        for (int scheduled : order) {
            series.add(scheduled * 500L, scheduled % 7 == 0, scheduled % 7 == 0);
        }

        boolean[] over = series.surely();

        assertThat(over).hasSize(n);
        for (int i = 0; i < n; i++) {
            if (over[i] != (i % 7 == 0)) {
                throw new AssertionError("sample " + i + " is out of order");
            }
        }
    }

    @Test
    void aSampleThatComesFarTooLateIsCountedAllTheSame() {
        ExceedanceSeries series = new ExceedanceSeries();
        for (int i = 1; i <= 200_000; i++) {
            series.add(i, false, false);
        }
        series.add(0, true, true);

        boolean[] over = series.surely();

        int count = 0;
        for (boolean one : over) {
            count += one ? 1 : 0;
        }
        assertThat(over).hasSize(200_001);
        assertThat(count).isEqualTo(1);
    }
}
