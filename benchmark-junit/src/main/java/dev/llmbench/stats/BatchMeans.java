package dev.llmbench.stats;

import java.util.OptionalDouble;

/**
 * The standard error of a mean of successive, correlated samples, from the means of batches that are long enough to be
 * nearly independent, and Student's t. Batches may differ in weight; the mean is then the ratio of the sums. Source: A.
 * M. Law, "Simulation Modeling and Analysis" (2015), 9.5.3; W. G. Cochran, "Sampling Techniques" (1977), 6.3.
 *
 * @param standardError the standard error of the mean; empty for fewer than {@link #FEWEST} batches, which are too few
 * @param batches the number of batches with a weight above 0
 */
public record BatchMeans(OptionalDouble standardError, int batches) {

    /** The minimum number of batches for an interval. */
    public static final int FEWEST = 5;

    /**
     * Computes the mean of batches in order.
     *
     * @param sums the sum of each batch
     * @param weights the weight of each batch: its samples or its seconds
     */
    public static BatchMeans of(double[] sums, double[] weights) {
        int batches = 0;
        double sum = 0;
        double weight = 0;
        for (int i = 0; i < sums.length; i++) {
            sum += sums[i];
            weight += weights[i];
            batches += weights[i] > 0 ? 1 : 0;
        }
        if (batches < FEWEST) {
            return new BatchMeans(OptionalDouble.empty(), batches);
        }
        double squares = 0;
        for (int i = 0; i < sums.length; i++) {
            double residual = sums[i] - sum / weight * weights[i];
            squares += residual * residual;
        }
        return new BatchMeans(OptionalDouble.of(Math.sqrt(squares * batches / (batches - 1)) / weight), batches);
    }

    /** Returns the two-sided interval around the mean. */
    public Interval around(double mean, double confidence) {
        return standardError.isEmpty()
                ? Interval.UNBOUNDED
                : Interval.of(mean - half(confidence), mean + half(confidence));
    }

    private double half(double confidence) {
        return standardError.orElse(0) * StudentT.quantile((1 - confidence) / 2, batches - 1.0);
    }
}
