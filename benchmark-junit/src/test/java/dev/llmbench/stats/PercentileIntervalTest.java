package dev.llmbench.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.llmbench.metric.Distribution;
import dev.llmbench.metric.LatencyHistogram;
import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PercentileIntervalTest {
    private static final int ROUNDS = 1_000;

    /** Three standard errors of a share of 95 % in so many rounds. */
    private static final double NOISE = 3 * Math.sqrt(0.95 * 0.05 / ROUNDS);

    private enum Shape {
        EXPONENTIAL(random -> -Math.log(1 - random.nextDouble())),
        LOG_NORMAL(random -> Math.exp(random.nextGaussian())),
        /** Nine answers of ten from a cache. */
        TWO_PEAKS(random -> random.nextInt(10) == 0 ? 20 + random.nextDouble() : 1 + random.nextDouble());

        @SuppressWarnings("ImmutableEnumChecker") // lambdas without state
        private final ToDoubleFunction<Random> draw;

        Shape(ToDoubleFunction<Random> draw) {
            this.draw = draw;
        }

        long micros(Random random) {
            return Math.round(100_000 * draw.applyAsDouble(random));
        }

        double quantile(double share) {
            Random random = new Random(1);
            long[] all = new long[500_000];
            Arrays.setAll(all, i -> micros(random));
            Arrays.sort(all);
            return all[(int) Math.ceil(share * all.length) - 1];
        }
    }

    @ParameterizedTest
    @EnumSource
    void coversTheTruePercentileAsOftenAsItSays(Shape shape) {
        Random random = new Random(17);
        double p50 = shape.quantile(0.5);
        double p95 = shape.quantile(0.95);
        int median = 0;
        int tail = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Distribution drawn = drawn(shape, 400, random);
            median += drawn.percentileInterval(50).contains(p50) ? 1 : 0;
            tail += drawn.percentileInterval(95).contains(p95) ? 1 : 0;
        }
        assertThat((double) median / ROUNDS).isBetween(0.95 - NOISE, 0.985);
        assertThat((double) tail / ROUNDS).isBetween(0.95 - NOISE, 0.985);
    }

    @Test
    void isNotAbsurdlyWide() {
        Interval interval = drawn(Shape.EXPONENTIAL, 10_000, new Random(5)).percentileInterval(95);
        double truth = 100_000 * -Math.log(0.05);

        assertThat(interval.lower().orElseThrow()).isBetween(0.94 * truth, truth);
        assertThat(interval.upper().orElseThrow()).isBetween(truth, 1.06 * truth);
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 100, 367, 368, 1_000})
    void boundsAreTheSamplesThatBruteForceFinds(int n) {
        Random random = new Random(n);
        long[] sorted = new long[n];
        LatencyHistogram histogram = new LatencyHistogram();
        for (int i = 0; i < n; i++) {
            sorted[i] = Shape.EXPONENTIAL.micros(random);
            histogram.record(sorted[i]);
        }
        Arrays.sort(sorted);
        for (double percent : new double[] {50, 90, 95, 99}) {
            Interval interval = histogram.snapshot().percentileInterval(percent);
            double[] below = cumulated(n, percent / 100);
            // The greatest rank l with P(X < l) within the tail, and the least u with P(X >= u) within it.
            int lower = 0;
            while (lower < n && below[lower] <= 0.025) {
                lower++;
            }
            int upper = n + 1;
            while (upper > 1 && 1 - (upper - 2 < 0 ? 0 : below[upper - 2]) <= 0.025) {
                upper--;
            }
            assertBound(interval.lower().orElse(-1), lower < 1 ? -1.0 : (double) sorted[lower - 1]);
            assertBound(interval.upper().orElse(-1), upper > n ? -1.0 : (double) sorted[upper - 1]);
        }
    }

    @Test
    void tooFewSamplesGiveNoBoundOnTheirSide() {
        Interval interval = drawn(Shape.EXPONENTIAL, 367, new Random(2)).percentileInterval(99);

        assertThat(interval.upper()).isEmpty();
        assertThat(interval.lower()).isPresent();
        assertThat(interval.isBounded()).isFalse();
        assertThat(drawn(Shape.EXPONENTIAL, 368, new Random(2))
                        .percentileInterval(99)
                        .isBounded())
                .isTrue();
        assertThat(Distribution.EMPTY.percentileInterval(50)).isEqualTo(Interval.UNBOUNDED);
    }

    @Test
    void fewerEffectiveSamplesMakeItWider() {
        Distribution drawn = drawn(Shape.EXPONENTIAL, 2_000, new Random(3));
        Interval independent = drawn.percentileInterval(95);
        Interval correlated = drawn.percentileInterval(95, 200, 0.95);

        assertThat(correlated.lower().orElseThrow())
                .isLessThan(independent.lower().orElseThrow());
        assertThat(correlated.upper().orElseThrow())
                .isGreaterThan(independent.upper().orElseThrow());
    }

    private static Distribution drawn(Shape shape, int n, Random random) {
        LatencyHistogram histogram = new LatencyHistogram();
        for (int i = 0; i < n; i++) {
            histogram.record(shape.micros(random));
        }
        return histogram.snapshot();
    }

    /** P(X <= k) for each k, terms worked out from one another. */
    private static double[] cumulated(int n, double p) {
        double[] terms = new double[n + 1];
        double log = n * Math.log(1 - p);
        double sum = 0;
        for (int k = 0; k <= n; k++) {
            sum += Math.exp(log);
            terms[k] = sum;
            log += Math.log((double) (n - k) / (k + 1) * (p / (1 - p)));
        }
        return terms;
    }

    private static void assertBound(double actual, double expected) {
        assertThat(actual).isCloseTo(expected, within(Math.abs(expected) * 0.001 + 0.01));
    }
}
