package dev.llmbench.regression;

import java.util.Arrays;
import java.util.List;

/**
 * The mean of the log ratios of successive blocks, and its error. The error is computed twice, from the effective number of
 * blocks and from the means of ten longer blocks, and the larger one counts: the first alone misses slow noise that affects only
 * one endpoint.
 *
 * @param byBlocks the mean with the error from the blocks
 * @param byLongBlocks the mean with the error from the longer blocks
 */
record PairEstimate(Deviation byBlocks, Deviation byLongBlocks) {
    private static final int LONG_BLOCKS = 10;
    private static final double Z = 1.644854;

    /** The number of earlier runs from which on the difference between deployments of the same code is included. */
    static final int ENOUGH_EQUAL_RUNS = 10;

    /**
     * Computes the estimate.
     *
     * @param ratios two or more
     * @param equalRuns earlier runs of the same code; ignored if there are too few
     */
    static PairEstimate of(double[] ratios, List<PairRatio> equalRuns) {
        double mean = mean(ratios);
        double between = equalRuns.size() < ENOUGH_EQUAL_RUNS ? 0 : between(equalRuns);
        double most = equalRuns.size() < ENOUGH_EQUAL_RUNS ? Double.POSITIVE_INFINITY : equalRuns.size();
        double[] longer = longer(ratios);
        return new PairEstimate(
                deviation(mean, variance(ratios), effective(ratios), between, most),
                deviation(mean, variance(longer), longer.length, between, most));
    }

    private static Deviation deviation(double mean, double variance, double count, double between, double most) {
        return new Deviation(mean, Math.sqrt(variance / count + between), Math.min(Math.max(1, count - 1), most));
    }

    /** Returns the variance between deployments beyond the error of the runs that compared them, without outliers. */
    private static double between(List<PairRatio> equalRuns) {
        List<Double> usual =
                Outliers.without(equalRuns.stream().map(PairRatio::log).toList());
        double squares = equalRuns.stream()
                .filter(ratio -> usual.contains(ratio.log()))
                .mapToDouble(ratio -> ratio.log() * ratio.log() - ratio.error() * ratio.error())
                .average()
                .orElse(0);
        return Math.max(0, squares);
    }

    private static double[] longer(double[] ratios) {
        int count = Math.min(LONG_BLOCKS, ratios.length);
        double[] longer = new double[count];
        for (int i = 0; i < count; i++) {
            longer[i] = mean(Arrays.copyOfRange(ratios, i * ratios.length / count, (i + 1) * ratios.length / count));
        }
        return longer;
    }

    /**
     * Returns the number of independent blocks that would be as informative, given the autocorrelation of neighbours.
     */
    private static double effective(double[] ratios) {
        double mean = mean(ratios);
        double squares = 0;
        double products = 0;
        for (int i = 0; i < ratios.length; i++) {
            squares += (ratios[i] - mean) * (ratios[i] - mean);
            products += i == 0 ? 0 : (ratios[i] - mean) * (ratios[i - 1] - mean);
        }
        double r = squares == 0 ? 0 : products / squares;
        int count = ratios.length;
        return r > Z / Math.sqrt(count) ? Math.max(2, count * (1 - r) / (1 + r)) : count;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).sum() / values.length;
    }

    private static double variance(double[] values) {
        double mean = mean(values);
        return Arrays.stream(values)
                        .map(value -> (value - mean) * (value - mean))
                        .sum()
                / (values.length - 1);
    }

    double difference() {
        return byBlocks.difference();
    }

    double error() {
        return Math.max(byBlocks.error(), byLongBlocks.error());
    }

    double chance() {
        return Math.max(byBlocks.chance(), byLongBlocks.chance());
    }

    double atLeast(double level) {
        return Math.min(byBlocks.atLeast(level), byLongBlocks.atLeast(level));
    }

    double atMost() {
        return Math.max(byBlocks.atMost(), byLongBlocks.atMost());
    }

    double detectable(double level, double logLimit) {
        return Math.max(byBlocks.detectable(level, logLimit), byLongBlocks.detectable(level, logLimit));
    }
}
