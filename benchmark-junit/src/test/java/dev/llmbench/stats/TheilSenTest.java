package dev.llmbench.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TheilSenTest {

    @Test
    void aStraightLineHasItsSlopeAndNoUncertainty() {
        double[] x = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
        double[] y = Arrays.stream(x).map(each -> 3 - 2 * each).toArray();

        assertThat(TheilSen.of(x, y)).contains(new TheilSen(-2, -2, -2));
    }

    @Test
    void theIntervalHoldsTheTruthAboutNineteenTimesInTwenty() {
        assertThat(coverage(0)).isBetween(0.93, 0.99);
    }

    @Test
    void likenessOfSuccessivePointsWidensTheInterval() {
        assertThat(coverage(0.5)).isGreaterThan(0.88);
    }

    @Test
    void tooFewPointsHaveNoInterval() {
        assertThat(TheilSen.of(new double[] {1, 2}, new double[] {1, 2})).isEmpty();
        assertThat(TheilSen.of(new double[] {1, 2, 3, 4}, new double[] {1, 4, 2, 3}))
                .isEmpty();
    }

    @Test
    void theMedianOfAnEvenNumberIsBetweenTheTwoInTheMiddle() {
        assertThat(TheilSen.median(new double[] {1, 2, 4, 9})).isCloseTo(3, within(0.0));
    }

    /** How often the interval of a series of 60 points with a slope of one holds that, with the given autocorrelation. */
    private static double coverage(double autocorrelation) {
        Random random = new Random(2);
        int covered = 0;
        for (int round = 0; round < 1_000; round++) {
            double[] x = new double[60];
            double[] y = new double[60];
            double noise = 0;
            for (int i = 0; i < x.length; i++) {
                noise = autocorrelation * noise + random.nextGaussian() * 10;
                x[i] = i;
                y[i] = i + noise;
            }
            TheilSen line = TheilSen.of(x, y).orElseThrow();
            covered += line.lower() <= 1 && line.upper() >= 1 ? 1 : 0;
        }
        return covered / 1_000.0;
    }
}
