package dev.llmbench.budget;

import dev.llmbench.metric.Share;
import dev.llmbench.stats.BinomialTail;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.OptionalLong;

/**
 * The number of samples on the wrong side of a limit and the fraction that is allowed there. Computed in decimal, so
 * that a limit of 5 % allows exactly 5 of 100.
 *
 * @param samples the number of samples
 * @param over the number of samples on the wrong side
 * @param share the fraction that is allowed there, between 0 and 1
 * @param strict whether exactly that fraction is already too much
 */
record Proportion(long samples, long over, BigDecimal share, boolean strict) {
    private static final double DOUBT = 0.05;

    private static final double MOST_SAMPLES = 1e8;

    /** The rounding error of a probability that exactly equals the doubt. */
    private static final double DUST = 1e-12;

    /** Returns whether more samples are on the wrong side than are allowed. */
    boolean isExceeded() {
        BigDecimal allowed = share.multiply(BigDecimal.valueOf(samples));
        int comparison = BigDecimal.valueOf(over).compareTo(allowed);
        return strict ? comparison >= 0 : comparison > 0;
    }

    /**
     * Returns whether the exact one-sided lower 95 % bound (Clopper-Pearson) of the true fraction is over the limit.
     *
     * @param effective the number of independent samples that would be as informative as these
     */
    boolean isSurelyExceeded(double effective) {
        return isExceeded() && tail(effective).atLeast(over * scale(effective)) < DOUBT - DUST;
    }

    /**
     * Returns whether the exact one-sided upper 95 % bound (Clopper-Pearson) of the true fraction is within the limit.
     */
    boolean isSurelyKept(double effective) {
        return !isExceeded() && (over == samples || tail(effective).atMost(over * scale(effective)) <= DOUBT + DUST);
    }

    /**
     * Returns the exact one-sided upper 95 % bound (Clopper-Pearson) of the true fraction if the samples are
     * independent.
     */
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
     * Returns how many samples prove a pass if the same fraction of them is on the wrong side.
     *
     * @param scale the number of samples that are as informative as one independent sample
     * @return empty if that takes more than a hundred million
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

    /** Returns the number of samples from which on a single one may be on the wrong side; 0 if none may be. */
    long samplesNeeded() {
        return share.signum() == 0
                ? 0
                : BigDecimal.ONE.divide(share, 0, RoundingMode.CEILING).longValue();
    }
}
