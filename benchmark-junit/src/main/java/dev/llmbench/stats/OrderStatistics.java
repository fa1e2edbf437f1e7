package dev.llmbench.stats;

import java.util.OptionalLong;

/**
 * The ranks of the two samples that bound a percentile of any distribution, since the number of samples below a
 * percentile is binomially distributed. Source: H. A. David, H. N. Nagaraja, "Order Statistics" (2003), 7.1.
 *
 * @param lower the rank of the sample that is the lower bound, counted from 1; empty if there are too few samples
 * @param upper the rank of the sample that is the upper bound, counted from 1; empty if there are too few samples
 */
public record OrderStatistics(OptionalLong lower, OptionalLong upper) {

    /**
     * Computes the ranks with equal tails.
     *
     * @param share the percentile as a fraction, such as 0.95
     * @param samples the number of samples
     * @param effective the number of independent samples that would be as informative; at most {@code samples}
     */
    public static OrderStatistics of(double share, long samples, double effective, double confidence) {
        long n = (long) Math.max(1, Math.min((double) samples, Math.floor(effective)));
        double scale = (double) samples / n;
        double tail = (1 - confidence) / 2;
        long lower = lowerRank(n, share, 1 - share, tail);
        long upper = n + 1 - lowerRank(n, 1 - share, share, tail);
        return new OrderStatistics(
                lower == 0 ? OptionalLong.empty() : OptionalLong.of(Math.max(1, (long) Math.floor(lower * scale))),
                upper > n ? OptionalLong.empty() : OptionalLong.of(Math.min(samples, (long) Math.ceil(upper * scale))));
    }

    /** Returns the greatest rank for which it is improbable that fewer samples lie below the percentile; 0 if there is none. */
    private static long lowerRank(long n, double share, double rest, double tail) {
        BinomialTail below = new BinomialTail((double) n, share, rest);
        long fits = 0;
        long tooHigh = n + 1;
        while (tooHigh - fits > 1) {
            long middle = (fits + tooHigh) >>> 1;
            if (below.atMost(middle - 1.0) <= tail) {
                fits = middle;
            } else {
                tooHigh = middle;
            }
        }
        return fits;
    }
}
