package dev.llmbench.stats;

import java.util.OptionalDouble;

/**
 * The number of independent samples that would be as informative about the fraction over a limit as a series of
 * correlated ones. Based on the lag-1 autocorrelation r of the series, it is n (1 - r) / (1 + r), but never more than
 * n. This is correct if the correlation of samples further apart decreases with the powers of r. In a queue near its
 * capacity, it decreases far more slowly. If the series is correlated at all, by r or because twenty batches of it
 * differ by more than chance (one-sided tests at 5 %), the size is therefore also computed from the spread of five long
 * batches, with Student's t for so few, and the smaller size is used. A series that passes as independent retains the
 * power of all its samples.
 */
public final class EffectiveSize {
    static final double Z = 1.644854;

    /** The 95 % quantile of Student's t with the four degrees of freedom of five batches. */
    static final double T_OF_FIVE = 2.131847;

    private static final int LONG_BATCHES = BatchMeans.FEWEST;
    private static final int SHORT_BATCHES = 20;
    private static final int LEAST_IN_BATCH = 5;

    private EffectiveSize() {}

    /** Returns the effective size of samples in order of schedule. */
    public static double ofSeries(boolean[] over) {
        double n = over.length;
        double k = sum(over, 0, over.length);
        if (k == 0 || k == n) {
            return n;
        }
        double r = autocorrelation(over, k / n);
        double size = n * (1 - Math.max(0, r)) / (1 + Math.max(0, r));
        boolean apart = over.length >= SHORT_BATCHES * LEAST_IN_BATCH
                && differ(weights(over, SHORT_BATCHES), sums(over, SHORT_BATCHES), k / n);
        if (r > Z / Math.sqrt(n) || apart) {
            size = Math.min(size, ofLongBatches(weights(over, LONG_BATCHES), sums(over, LONG_BATCHES), k / n));
        }
        return Math.max(1, Math.min(n, size));
    }

    /**
     * Returns the effective size of batches of samples, whose order within a batch is unknown.
     *
     * @param samples the number of samples in each batch, in order
     * @param over the number of these that are over the limit
     * @return empty if fewer than five batches have samples
     */
    public static OptionalDouble ofBatches(double[] samples, double[] over) {
        double n = sum(samples);
        double k = sum(over);
        if (k == 0 || k == n) {
            return OptionalDouble.of(n);
        }
        double[] longer = joined(samples);
        for (double batch : longer) {
            if (batch == 0) {
                return OptionalDouble.empty();
            }
        }
        if (samples.length < LONG_BATCHES) {
            return OptionalDouble.empty();
        }
        double size = differ(samples, over, k / n) ? ofLongBatches(longer, joined(over), k / n) : n;
        return OptionalDouble.of(Math.max(1, Math.min(n, size)));
    }

    private static double autocorrelation(boolean[] over, double mean) {
        double products = 0;
        double squares = 0;
        double before = 0;
        for (boolean sample : over) {
            double residual = (sample ? 1 : 0) - mean;
            products += before * residual;
            squares += residual * residual;
            before = residual;
        }
        return products / squares;
    }

    /**
     * Returns whether the fractions of the batches differ by more than those of independent samples do in 95 % of
     * cases.
     */
    private static boolean differ(double[] samples, double[] over, double mean) {
        double statistic = 0;
        int degrees = -1;
        for (int i = 0; i < samples.length; i++) {
            if (samples[i] > 0) {
                double residual = over[i] - mean * samples[i];
                statistic += residual * residual / (samples[i] * mean * (1 - mean));
                degrees++;
            }
        }
        return statistic > chiSquare(degrees);
    }

    /**
     * Returns the 95 % quantile according to E. B. Wilson and M. M. Hilferty (1931), which is correct to half a percent
     * from four degrees on.
     */
    static double chiSquare(int degrees) {
        double part = 2.0 / (9.0 * degrees);
        return degrees * Math.pow(1 - part + Z * Math.sqrt(part), 3);
    }

    private static double ofLongBatches(double[] samples, double[] over, double mean) {
        double error = BatchMeans.of(over, samples).standardError().orElse(0) * T_OF_FIVE / Z;
        return mean * (1 - mean) / (error * error);
    }

    private static double[] weights(boolean[] over, int batches) {
        double[] weights = new double[batches];
        for (int i = 0; i < batches; i++) {
            weights[i] = start(over.length, i + 1, batches) - start(over.length, i, batches);
        }
        return weights;
    }

    private static double[] sums(boolean[] over, int batches) {
        double[] sums = new double[batches];
        for (int i = 0; i < batches; i++) {
            sums[i] = sum(over, start(over.length, i, batches), start(over.length, i + 1, batches));
        }
        return sums;
    }

    private static double[] joined(double[] batches) {
        double[] joined = new double[LONG_BATCHES];
        for (int i = 0; i < batches.length; i++) {
            joined[i * LONG_BATCHES / batches.length] += batches[i];
        }
        return joined;
    }

    private static int start(int length, int batch, int batches) {
        return (int) ((long) length * batch / batches);
    }

    private static double sum(boolean[] over, int from, int to) {
        int sum = 0;
        for (int i = from; i < to; i++) {
            sum += over[i] ? 1 : 0;
        }
        return sum;
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }
}
