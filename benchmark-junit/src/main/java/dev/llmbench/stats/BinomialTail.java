package dev.llmbench.stats;

/**
 * Tails of the binomial distribution by the incomplete beta function, correct to eight digits for up to a million trials.
 * Trials and successes need not be whole numbers: those of correlated samples are scaled to the number of independent ones
 * that tell as much.
 */
public final class BinomialTail {
    private final double n;
    private final double p;
    private final double q;

    /**
     * Creates the distribution of the number of successes in independent trials.
     *
     * @param n the number of trials
     * @param p the chance of success, between 0 and 1
     * @param q the chance of failure, {@code 1 - p}; given apart, as a small one cannot be had from a rounded p
     */
    public BinomialTail(double n, double p, double q) {
        this.n = n;
        this.p = p;
        this.q = q;
    }

    /** The probability of k successes or more. */
    public double atLeast(double k) {
        if (k <= 0) {
            return 1;
        }
        return k > n ? 0 : IncompleteBeta.regularized(k, n - k + 1, p, q);
    }

    /** The probability of k successes or fewer. */
    public double atMost(double k) {
        return new BinomialTail(n, q, p).atLeast(n - k);
    }
}
