package dev.llmbench.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BinomialTailTest {
    private static final double MILLIONTH_OF_A_PERCENT = 1e-6;

    @ParameterizedTest
    @ValueSource(strings = {"0.5", "0.05", "0.01", "0.001", "0.95", "0.999"})
    void agreesWithTheExactSumForEveryCount(String share) {
        BigDecimal p = new BigDecimal(share);
        for (int n : new int[] {1, 2, 20, 60, 150}) {
            BigDecimal[] exact = exactProbabilities(n, p);
            BigDecimal atLeast = BigDecimal.ZERO;
            for (int k = n; k >= 0; k--) {
                atLeast = atLeast.add(exact[k]);
                assertThat(tail(n, p).atLeast(k))
                        .as("at least %s of %s at %s", k, n, share)
                        .isCloseTo(atLeast.doubleValue(), within(1e-12));
                assertThat(tail(n, p).atMost(k))
                        .as("at most %s of %s at %s", k, n, share)
                        .isCloseTo(
                                BigDecimal.ONE.subtract(atLeast).add(exact[k]).doubleValue(), within(1e-12));
            }
        }
    }

    @Test
    void aFarTailKeepsItsDigits() {
        BigDecimal p = new BigDecimal("0.01");
        BigDecimal[] exact = exactProbabilities(200, p);
        BigDecimal atLeast = BigDecimal.ZERO;
        for (int k = 200; k > 10; k--) {
            atLeast = atLeast.add(exact[k]);
            if (k <= 100) {
                assertThat(tail(200, p).atLeast(k)).isCloseTo(atLeast.doubleValue(), withinPercentage(1e-9));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10_000, 1_000_000})
    void agreesForManyTrialsWithTermsWorkedOutFromOneAnother(int n) {
        for (double p : new double[] {0.5, 0.05, 0.01, 0.0001}) {
            double[] cumulated = cumulatedByRecurrence(n, p);
            double deviation = Math.sqrt(n * p * (1 - p));
            for (int sigmas = -5; sigmas <= 5; sigmas++) {
                int k = (int) Math.round(Math.max(0, n * p + sigmas * deviation));
                assertThat(new BinomialTail(n, p, 1 - p).atMost(k))
                        .as("at most %s of %s at %s", k, n, p)
                        .isCloseTo(cumulated[k], withinPercentage(MILLIONTH_OF_A_PERCENT));
            }
        }
    }

    @Test
    void tailsOnBothSidesAreOneTogether() {
        Random random = new Random(11);
        for (int round = 0; round < 500; round++) {
            int n = 1 + random.nextInt(100_000);
            double p = random.nextDouble();
            int k = random.nextInt(n + 1);
            BinomialTail tail = new BinomialTail(n, p, 1 - p);
            assertThat(tail.atMost(k) + tail.atLeast(k + 1)).isCloseTo(1, within(1e-9));
        }
    }

    @Test
    void theEndsAreCertain() {
        assertThat(tail(10, BigDecimal.ZERO).atLeast(0)).isEqualTo(1);
        assertThat(tail(10, BigDecimal.ZERO).atLeast(1)).isZero();
        assertThat(tail(10, BigDecimal.ONE).atLeast(10)).isEqualTo(1);
        assertThat(tail(10, BigDecimal.ONE).atMost(9)).isZero();
        assertThat(tail(10, new BigDecimal("0.5")).atLeast(11)).isZero();
        assertThat(tail(10, new BigDecimal("0.5")).atMost(10)).isEqualTo(1);
    }

    private static BinomialTail tail(long n, BigDecimal p) {
        return new BinomialTail(n, p.doubleValue(), BigDecimal.ONE.subtract(p).doubleValue());
    }

    private static BigDecimal[] exactProbabilities(int n, BigDecimal p) {
        BigDecimal[] probabilities = new BigDecimal[n + 1];
        BigInteger choices = BigInteger.ONE;
        for (int k = 0; k <= n; k++) {
            probabilities[k] = new BigDecimal(choices)
                    .multiply(p.pow(k))
                    .multiply(BigDecimal.ONE.subtract(p).pow(n - k));
            choices = choices.multiply(BigInteger.valueOf(n - k)).divide(BigInteger.valueOf(k + 1L));
        }
        return probabilities;
    }

    /** From the most likely count outward, scaled to one in the end: without any factorial. */
    private static double[] cumulatedByRecurrence(int n, double p) {
        double[] terms = new double[n + 1];
        int mode = (int) Math.floor((n + 1) * p);
        terms[mode] = 1;
        for (int k = mode; k < n; k++) {
            terms[k + 1] = terms[k] * (n - k) / (k + 1) * (p / (1 - p));
        }
        for (int k = mode; k > 0; k--) {
            terms[k - 1] = terms[k] * k / (n - k + 1) * ((1 - p) / p);
        }
        for (int k = 1; k <= n; k++) {
            terms[k] += terms[k - 1];
        }
        double all = terms[n];
        for (int k = 0; k <= n; k++) {
            terms[k] /= all;
        }
        return terms;
    }
}
