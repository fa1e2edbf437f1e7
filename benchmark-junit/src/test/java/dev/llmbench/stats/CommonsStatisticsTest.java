package dev.llmbench.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.llmbench.metric.LatencyHistogram;
import dev.llmbench.metric.Share;
import dev.llmbench.metric.Statistic;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.apache.commons.numbers.gamma.RegularizedBeta;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.Median;
import org.apache.commons.statistics.descriptive.Quantile;
import org.apache.commons.statistics.descriptive.Variance;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.PValueMethod;
import org.apache.commons.statistics.inference.WilcoxonSignedRankTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the mathematics with Apache Commons Statistics, over grids that reach beyond what a load test asks for. */
class CommonsStatisticsTest {
    /** Relative, of both sides' rounding together. */
    private static final double PERCENT = 1e-7;

    @ParameterizedTest
    @ValueSource(doubles = {1, 2, 3, 4, 5.5, 9, 19, 30, 100, 1_000, 100_000})
    void studentsQuantiles(double degrees) {
        TDistribution oracle = TDistribution.of(degrees);
        for (double tail : new double[] {0.45, 0.25, 0.1, 0.05, 0.025, 0.005, 1e-4}) {
            assertThat(StudentT.quantile(tail, degrees))
                    .as("tail %s", tail)
                    .isCloseTo(oracle.inverseSurvivalProbability(tail), withinPercentage(PERCENT));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.3, 1, 2.5, 31, 32, 33.7, 500, 20_000})
    void incompleteBeta(double a) {
        for (double b : new double[] {0.5, 1, 7.25, 32, 400, 20_000}) {
            for (double x : new double[] {0.001, 0.05, 0.3, 0.5, 0.7, 0.95, 0.999}) {
                double expected = RegularizedBeta.value(x, a, b);
                assertThat(IncompleteBeta.regularized(a, b, x, 1 - x))
                        .as("I(%s; %s, %s)", x, a, b)
                        .isCloseTo(expected, within(1e-12 + 1e-9 * expected));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 12, 30, 300})
    void signedRanks(int n) {
        Random random = new Random(n);
        for (double shift : new double[] {-0.3, 0, 0.2, 0.5}) {
            double[] values = random.doubles(n)
                    .map(ignored -> shift + random.nextGaussian())
                    .toArray();
            values[1] = values[0];
            double expected = WilcoxonSignedRankTest.withDefaults()
                    .with(AlternativeHypothesis.GREATER_THAN)
                    .with(PValueMethod.ASYMPTOTIC)
                    .test(values)
                    .getPValue();
            assertThat(SignedRank.of(values).chance()).isCloseTo(expected, within(1e-5));
        }
    }

    @Test
    void theHodgesLehmannEstimateIsTheMedianOfTheMeansOfPairs() {
        assertThat(SignedRank.of(new double[] {1, 2, 9}).estimate()).isEqualTo(3.5);
        assertThat(SignedRank.of(new double[] {0, 0}).chance()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 20, 299, 1_000, 100_000})
    void binomialTails(int n) {
        for (double p : new double[] {0.001, 0.01, 0.05, 0.5, 0.95, 0.999}) {
            BinomialDistribution oracle = BinomialDistribution.of(n, p);
            BinomialTail tail = new BinomialTail(n, p, 1 - p);
            for (int k = 0; k <= n; k += Math.max(1, n / 37)) {
                assertThat(tail.atMost(k))
                        .as("at most %s of %s at %s", k, n, p)
                        .isCloseTo(oracle.cumulativeProbability(k), within(1e-10));
                assertThat(tail.atLeast(k))
                        .as("at least %s of %s at %s", k, n, p)
                        .isCloseTo(oracle.survivalProbability(k - 1), within(1e-10));
            }
        }
    }

    /** Clopper and Pearson's bounds are quantiles of beta distributions. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 19, 59, 300, 5_000})
    void exactBoundsOfAShare(int n) {
        for (int k = 0; k <= n; k += Math.max(1, n / 23)) {
            for (double confidence : new double[] {0.9, 0.95, 0.975, 0.995}) {
                double lower =
                        k == 0 ? 0 : BetaDistribution.of(k, n - k + 1).inverseCumulativeProbability(1 - confidence);
                double upper = k == n ? 1 : BetaDistribution.of(k + 1, n - k).inverseCumulativeProbability(confidence);
                assertThat(new Share(n, k).lower(confidence))
                        .as("%s of %s", k, n)
                        .isCloseTo(lower, within(1e-9));
                assertThat(new Share(n, k).upper(confidence))
                        .as("%s of %s", k, n)
                        .isCloseTo(upper, within(1e-9));
            }
        }
    }

    /** A rank is a bound where fewer samples below the percentile than that are improbable enough. */
    @ParameterizedTest
    @ValueSource(longs = {5, 59, 100, 299, 1_000, 20_000})
    void ranksAroundAPercentile(long n) {
        for (double share : new double[] {0.5, 0.9, 0.95, 0.99}) {
            OrderStatistics ranks = OrderStatistics.of(share, n, (double) n, 0.95);
            int below = BinomialDistribution.of((int) n, share).inverseCumulativeProbability(0.025);
            int above = BinomialDistribution.of((int) n, 1 - share).inverseCumulativeProbability(0.025);

            assertThat(ranks.lower().orElse(0)).as("lower, %s", share).isEqualTo(below);
            assertThat(n + 1 - ranks.upper().orElse(n + 1))
                    .as("upper, %s", share)
                    .isEqualTo(above);
        }
    }

    @Test
    void meansAndTheirIntervals() {
        for (int n : new int[] {2, 3, 10, 57, 1_000}) {
            double[] values = values(n);
            RunningMean mean = new RunningMean();
            Arrays.stream(values).forEach(mean::add);
            double error = Math.sqrt(Variance.of(values).getAsDouble() / n);
            double half = error * TDistribution.of(n - 1).inverseSurvivalProbability(0.025);
            double middle = Mean.of(values).getAsDouble();

            assertThat(mean.mean().orElseThrow()).isCloseTo(middle, withinPercentage(PERCENT));
            assertThat(mean.standardError().orElseThrow()).isCloseTo(error, withinPercentage(PERCENT));
            assertThat(mean.interval(0.95).lower().orElseThrow()).isCloseTo(middle - half, withinPercentage(PERCENT));
            assertThat(mean.interval(0.95).upper().orElseThrow()).isCloseTo(middle + half, withinPercentage(PERCENT));
        }
    }

    @Test
    void meansOfEqualBatches() {
        for (int n : new int[] {5, 10, 20}) {
            double[] values = values(n);
            double[] weights = DoubleStream.generate(() -> 1).limit(n).toArray();

            assertThat(BatchMeans.of(values, weights).standardError().orElseThrow())
                    .isCloseTo(Math.sqrt(Variance.of(values).getAsDouble() / n), withinPercentage(PERCENT));
        }
    }

    @Test
    void medians() {
        for (int n = 1; n < 40; n++) {
            double[] values = values(n);
            double expected = Median.withDefaults().evaluate(values);
            Arrays.sort(values);

            assertThat(TheilSen.median(values)).isCloseTo(expected, withinPercentage(PERCENT));
        }
    }

    /** The nearest rank is the first definition of Hyndman and Fan. The histogram tells microseconds apart up to 2,048. */
    @Test
    void percentilesByNearestRank() {
        Quantile nearestRank = Quantile.withDefaults().with(Quantile.EstimationMethod.HF1);
        for (int n : new int[] {1, 2, 19, 20, 100, 999}) {
            double[] micros = Arrays.stream(values(n)).map(Math::rint).toArray();
            LatencyHistogram histogram = new LatencyHistogram();
            Arrays.stream(micros).forEach(each -> histogram.record((long) each));
            for (double percent : new double[] {1, 5, 50, 90, 95, 99}) {
                assertThat(histogram.snapshot().micros(Statistic.percentile(percent)))
                        .as("p%s of %s", percent, n)
                        .hasValue(nearestRank.evaluate(micros, percent / 100));
            }
        }
    }

    @Test
    void theTheilSenSlopeIsTheMedianOfAllSlopesAndItsIntervalThatOfKendall() {
        for (int n : new int[] {10, 25, 60}) {
            double[] y = values(n);
            double[] x = new double[n];
            Arrays.setAll(x, i -> 3.0 * i);
            double[] slopes = slopes(x, y);
            TheilSen line = TheilSen.of(x, y).orElseThrow();

            assertThat(line.slope()).isCloseTo(Median.withDefaults().evaluate(slopes), withinPercentage(PERCENT));
            double variance = n * (n - 1) * (2 * n + 5) / 18.0;
            double width = NormalDistribution.of(0, 1).inverseSurvivalProbability(0.025) * Math.sqrt(variance);
            Arrays.sort(slopes);
            // Only where the noise looks correlated is the interval wider than that of independent points.
            assertThat(line.lower()).isLessThanOrEqualTo(slopes[(int) Math.floor((slopes.length - width) / 2) - 1]);
            assertThat(line.upper()).isGreaterThanOrEqualTo(slopes[(int) Math.ceil((slopes.length + width) / 2)]);
        }
    }

    @Test
    void theConstantsOfTheEffectiveSize() {
        assertThat(EffectiveSize.Z)
                .isCloseTo(NormalDistribution.of(0, 1).inverseSurvivalProbability(0.05), within(1e-6));
        assertThat(EffectiveSize.T_OF_FIVE)
                .isCloseTo(TDistribution.of(4).inverseSurvivalProbability(0.05), within(1e-6));
        for (int degrees = 4; degrees < 40; degrees++) {
            assertThat(EffectiveSize.chiSquare(degrees))
                    .isCloseTo(
                            ChiSquaredDistribution.of(degrees).inverseSurvivalProbability(0.05), withinPercentage(0.5));
        }
    }

    private static double[] slopes(double[] x, double[] y) {
        DoubleStream.Builder slopes = DoubleStream.builder();
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < i; j++) {
                slopes.add((y[i] - y[j]) / (x[i] - x[j]));
            }
        }
        return slopes.build().toArray();
    }

    private static double[] values(int n) {
        return new Random(n).doubles(n, 100, 2_000).toArray();
    }
}
