package dev.llmbench.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BatchMeansTest {

    @Test
    void ofEqualBatchesItIsTheTextbooksIntervalOfAMean() {
        BatchMeans means = BatchMeans.of(new double[] {10, 12, 9, 11, 13}, new double[] {1, 1, 1, 1, 1});
        // The deviation of 9 to 13 is the root of 2.5.
        double half = 2.776445 * Math.sqrt(2.5 / 5);

        assertThat(means.around(11, 0.95).lower().orElseThrow()).isCloseTo(11 - half, within(1e-5));
        assertThat(means.around(11, 0.95).upper().orElseThrow()).isCloseTo(11 + half, within(1e-5));
    }

    @Test
    void aBatchWithoutASampleWeighsNothing() {
        double with = error(new double[] {4, 6, 0, 5, 7, 3}, new double[] {2, 3, 0, 2, 3, 2});
        double without = error(new double[] {4, 6, 5, 7, 3}, new double[] {2, 3, 2, 3, 2});

        assertThat(with).isCloseTo(without, within(0.05 * without));
    }

    @Test
    void tooFewBatchesHaveNoInterval() {
        BatchMeans means = BatchMeans.of(new double[] {1, 2, 3, 4}, new double[] {1, 1, 1, 1});

        assertThat(means.around(2.5, 0.95)).isEqualTo(Interval.UNBOUNDED);
    }

    @Test
    void coversTheTrueMeanOfCorrelatedSamples() {
        Random random = new Random(23);
        int rounds = 1_000;
        int covered = 0;
        for (int round = 0; round < rounds; round++) {
            double[] sums = new double[20];
            double[] weights = new double[20];
            double sum = 0;
            double level = random.nextGaussian();
            for (int i = 0; i < 4_000; i++) {
                level = 0.9 * level + Math.sqrt(1 - 0.81) * random.nextGaussian();
                sums[i / 200] += level;
                weights[i / 200]++;
                sum += level;
            }
            covered += BatchMeans.of(sums, weights).around(sum / 4_000, 0.95).contains(0) ? 1 : 0;
        }
        // Batches ten times as long as samples remember lose two points of the 95 %.
        assertThat((double) covered / rounds).isBetween(0.92, 0.97);
    }

    private static double error(double[] sums, double[] weights) {
        return BatchMeans.of(sums, weights).standardError().orElseThrow();
    }
}
