package dev.llmbench.budget;

/**
 * Tails of the binomial distribution, summed in log space from the largest term outward: right to nine digits for up to a
 * million trials, in some thousands of steps.
 */
final class BinomialTail {
    private static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);
    private static final double NEGLIGIBLE = 1e-17;

    /** Below this, Stirling's series is less exact than a product. */
    private static final int SMALL = 32;

    private final long n;
    private final double p;
    private final double q;

    /**
     * The number of successes in independent trials.
     *
     * @param n the number of trials
     * @param p the chance of success, between 0 and 1
     * @param q the chance of failure, {@code 1 - p}; given apart, as a small one cannot be had from a rounded p
     */
    BinomialTail(long n, double p, double q) {
        this.n = n;
        this.p = p;
        this.q = q;
    }

    /** The probability of k successes or more. */
    double atLeast(long k) {
        if (k <= 0) {
            return 1;
        }
        if (k > n || p == 0) {
            return 0;
        }
        if (q == 0) {
            return 1;
        }
        return k > n * p ? upperTail(k) : 1 - mirrored().upperTail(n - k + 1);
    }

    /** The probability of k successes or fewer. */
    double atMost(long k) {
        return mirrored().atLeast(n - k);
    }

    /** The same trials with failures counted instead. */
    private BinomialTail mirrored() {
        return new BinomialTail(n, q, p);
    }

    /** Sums from k up; terms fall from the first on, as k is not below the mean. */
    private double upperTail(long k) {
        double sum = 0;
        double term = 1;
        for (long i = k; i <= n && term > sum * NEGLIGIBLE; i++) {
            sum += term;
            term *= (double) (n - i) / (i + 1) * (p / q);
        }
        return k > n ? 0 : Math.min(1, Math.exp(logProbability(k)) * sum);
    }

    private double logProbability(long k) {
        double chance = (k == 0 ? 0 : k * Math.log(p)) + (k == n ? 0 : (n - k) * Math.log(q));
        return logFactorial(n) - logFactorial(k) - logFactorial(n - k) + chance;
    }

    private static double logFactorial(long n) {
        if (n < SMALL) {
            double log = 0;
            for (long i = 2; i <= n; i++) {
                log += Math.log((double) i);
            }
            return log;
        }
        double square = (double) n * n;
        double series = (1.0 / 12 - (1.0 / 360 - 1.0 / 1260 / square) / square) / n;
        return (n + 0.5) * Math.log((double) n) - n + HALF_LOG_TWO_PI + series;
    }
}
