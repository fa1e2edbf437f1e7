package dev.llmbench.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.llmbench.stats.Interval;
import org.junit.jupiter.api.Test;

class ShareTest {

    @Test
    void boundsSolveTheBinomialSumsOfBruteForce() {
        for (int n : new int[] {1, 5, 20, 59, 100}) {
            for (int k = 0; k <= n; k += Math.max(1, n / 7)) {
                Share share = new Share(n, k);
                if (k > 0) {
                    assertThat(sum(n, k, n, share.lower(0.95)))
                            .as("%s of %s", k, n)
                            .isCloseTo(0.05, within(1e-10));
                }
                if (k < n) {
                    assertThat(sum(n, 0, k, share.upper(0.95)))
                            .as("%s of %s", k, n)
                            .isCloseTo(0.05, within(1e-10));
                }
            }
        }
    }

    @Test
    void boundsAreThoseOfTheTextbook() {
        // R: binom.test(10, 100)$conf.int
        Interval interval = new Share(100, 10).interval(0.95);

        assertThat(interval.lower().orElseThrow()).isCloseTo(0.04900469, within(1e-8));
        assertThat(interval.upper().orElseThrow()).isCloseTo(0.17622260, within(1e-8));
    }

    @Test
    void noneOfThemBoundsTheShareFromAboveAlone() {
        assertThat(new Share(299, 0).upper(0.95)).isLessThan(0.01);
        assertThat(new Share(298, 0).upper(0.95)).isGreaterThan(0.01);
        assertThat(new Share(298, 0).lower(0.95)).isZero();
        assertThat(new Share(7, 7).upper(0.95)).isEqualTo(1);
    }

    @Test
    void fewerEffectiveSamplesOfTheSameShareSayLess() {
        Share all = new Share(1_000, 70);
        Share scaled = new Share(123.4, 8.638);

        assertThat(scaled.value()).isCloseTo(all.value(), within(1e-12));
        assertThat(scaled.lower(0.95)).isLessThan(all.lower(0.95));
        assertThat(scaled.upper(0.95)).isGreaterThan(all.upper(0.95));
    }

    @Test
    void partsOfNothingAreNoShare() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Share(0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Share(3, 4));
    }

    private static double sum(int n, int from, int to, double p) {
        double sum = 0;
        for (int k = from; k <= to; k++) {
            double term = 1;
            for (int i = 1; i <= k; i++) {
                term *= (double) (n - k + i) / i * p;
                // Kept in range: the two factors of a term are each out of it alone.
                term *= i <= n - k ? 1 - p : 1;
            }
            sum += term * Math.pow(1 - p, Math.max(0, n - 2 * k));
        }
        return sum;
    }
}
