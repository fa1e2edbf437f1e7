package dev.llmbench.stats;

/**
 * Tails of the binomial distribution, computed with the incomplete beta function and correct to eight digits for up to
 * a million trials. Trials and successes need not be integers: those of correlated samples are scaled to the number of
 * independent ones that would be as informative.
 */
public final class BinomialTail {
    private final double n;
    private final double p;
    private final double q;

    /**
     * Creates the distribution of the number of successes in independent trials.
     *
     * @param n the number of trials
     * @param p the probability of success, between 0 and 1
     * @param q the probability of failure, {@code 1 - p}; passed separately, since a small one cannot be computed from
     *     a rounded p
     */
    public BinomialTail(double n, double p, double q) {
        this.n = n;
        this.p = p;
        this.q = q;
    }

    /** Returns the probability of k or more successes. */
    public double atLeast(double k) {
        if (k <= 0) {
            return 1;
        }
        return k > n ? 0 : IncompleteBeta.regularized(k, n - k + 1, p, q);
    }

    /** Returns the probability of k or fewer successes. */
    public double atMost(double k) {
        return new BinomialTail(n, q, p).atLeast(n - k);
    }
}
