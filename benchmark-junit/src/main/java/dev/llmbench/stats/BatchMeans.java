package dev.llmbench.stats;

import java.util.OptionalDouble;

/**
 * The standard error of a mean of successive, correlated samples, from the means of batches that are long enough to be all
 * but independent, and Student's t. Batches may differ in weight; the mean is then the ratio of the sums. Source: A. M.
 * Law, "Simulation Modeling and Analysis" (2015), 9.5.3; W. G. Cochran, "Sampling Techniques" (1977), 6.3.
 *
 * @param standardError of the mean; empty where fewer than {@link #FEWEST} batches tell nothing of it
 * @param batches the number of batches that weigh anything
 */
public record BatchMeans(OptionalDouble standardError, int batches) {

    /** The fewest batches that give an interval. */
    public static final int FEWEST = 5;

    /**
     * The mean of batches in their order.
     *
     * @param sums what each batch adds up to
     * @param weights what it adds up over: its samples, or its seconds
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

    /** The two-sided interval around the mean. */
    public Interval around(double mean, double confidence) {
        return standardError.isEmpty()
                ? Interval.UNBOUNDED
                : Interval.of(mean - half(confidence), mean + half(confidence));
    }

    private double half(double confidence) {
        return standardError.orElse(0) * StudentT.quantile((1 - confidence) / 2, batches - 1.0);
    }
}
