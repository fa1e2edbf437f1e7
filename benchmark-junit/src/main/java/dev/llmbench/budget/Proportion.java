package dev.llmbench.budget;

import dev.llmbench.metric.Share;
import dev.llmbench.stats.BinomialTail;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.OptionalLong;

/**
 * The number of samples on the wrong side of a limit, and the share of them that is allowed. Computed in decimal, so that a
 * limit of 5 % allows exactly 5 of 100.
 *
 * @param samples the number of samples
 * @param over those on the wrong side
 * @param share the share that is allowed there, between 0 and 1
 * @param strict whether reaching the share exactly is too much already
 */
record Proportion(long samples, long over, BigDecimal share, boolean strict) {
    private static final double DOUBT = 0.05;

    private static final double MOST_SAMPLES = 1e8;

    /** The rounding error of a probability that equals the doubt exactly. */
    private static final double DUST = 1e-12;

    /** Whether more samples are on the wrong side than are allowed. */
    boolean isExceeded() {
        BigDecimal allowed = share.multiply(BigDecimal.valueOf(samples));
        int comparison = BigDecimal.valueOf(over).compareTo(allowed);
        return strict ? comparison >= 0 : comparison > 0;
    }

    /**
     * Whether the exact one-sided lower 95 % bound (Clopper-Pearson) of the true share is over the limit.
     *
     * @param effective how many independent samples say as much as these
     */
    boolean isSurelyExceeded(double effective) {
        return isExceeded() && tail(effective).atLeast(over * scale(effective)) < DOUBT - DUST;
    }

    /** Whether the exact one-sided upper 95 % bound (Clopper-Pearson) of the true share is within the limit. */
    boolean isSurelyKept(double effective) {
        return !isExceeded() && (over == samples || tail(effective).atMost(over * scale(effective)) <= DOUBT + DUST);
    }

    /** The exact one-sided upper 95 % bound (Clopper-Pearson) of the true share, were the samples independent. */
    double provenAtMost() {
        return new Share(samples, over).upper(1 - DOUBT);
    }

    private double scale(double effective) {
        return effective / samples;
    }

    private BinomialTail tail(double effective) {
        return new BinomialTail(
                effective, share.doubleValue(), BigDecimal.ONE.subtract(share).doubleValue());
    }

    /**
     * Returns how many samples prove a pass if the same share of them is on the wrong side.
     *
     * @param scale how many samples say as much as one independent one
     * @return empty where that takes more than a hundred million
     */
    OptionalLong samplesOfPass(double scale) {
        double part = (double) over / samples;
        if (share.signum() == 0) {
            return OptionalLong.empty();
        }
        long tooFew = 0;
        long enough = 1;
        while (!provesPass(enough, part)) {
            tooFew = enough;
            enough *= 2;
            if (enough * scale > MOST_SAMPLES) {
                return OptionalLong.empty();
            }
        }
        while (enough - tooFew > 1) {
            long middle = (tooFew + enough) >>> 1;
            if (provesPass(middle, part)) {
                enough = middle;
            } else {
                tooFew = middle;
            }
        }
        return OptionalLong.of((long) Math.ceil(enough * scale - DUST));
    }

    private boolean provesPass(long number, double part) {
        return tail((double) number).atMost(number * part) <= DOUBT + DUST;
    }

    /** Returns from how many samples on a single one does not exceed the share; 0 if none is allowed. */
    long samplesNeeded() {
        return share.signum() == 0
                ? 0
                : BigDecimal.ONE.divide(share, 0, RoundingMode.CEILING).longValue();
    }
}
