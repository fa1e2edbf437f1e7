package dev.llmbench.stats;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The location of paired differences without an assumption about their distribution. Source: W. J. Conover, "Practical
 * Nonparametric Statistics", 3rd edition (1999), section 5.7.
 *
 * @param estimate the Hodges–Lehmann estimate: the median of the means of all pairs of values
 * @param chance the one-sided p-value of Wilcoxon's signed-rank test against differences above 0
 */
public record SignedRank(double estimate, double chance) {
    /** The degrees of freedom at which Student's t is practically the normal distribution. */
    private static final double NORMAL = 1e6;

    /**
     * Estimates the location.
     *
     * @param differences one or more differences
     */
    public static SignedRank of(double[] differences) {
        double[] values = Arrays.stream(differences).filter(value -> value != 0).toArray();
        double[] ranks = ranks(values);
        double sum = IntStream.range(0, values.length)
                .filter(i -> values[i] > 0)
                .mapToDouble(i -> ranks[i])
                .sum();
        return new SignedRank(hodgesLehmann(differences), chance(sum, ranks));
    }

    private static double hodgesLehmann(double[] values) {
        double[] means = new double[values.length * (values.length + 1) / 2];
        int next = 0;
        for (int i = 0; i < values.length; i++) {
            for (int j = i; j < values.length; j++) {
                means[next++] = (values[i] + values[j]) / 2;
            }
        }
        Arrays.sort(means);
        return TheilSen.median(means);
    }

    /** Returns the ranks of the absolute values, from 1. Equal values have the mean of their ranks. */
    private static double[] ranks(double[] values) {
        int[] order = IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> Math.abs(values[i])))
                .mapToInt(i -> i)
                .toArray();
        double[] ranks = new double[values.length];
        for (int from = 0; from < order.length; ) {
            int to = from;
            while (to < order.length && Math.abs(values[order[to]]) == Math.abs(values[order[from]])) {
                to++;
            }
            for (int i = from; i < to; i++) {
                ranks[order[i]] = (from + 1 + to) / 2.0;
            }
            from = to;
        }
        return ranks;
    }

    /** Uses the normal approximation with a continuity correction. */
    private static double chance(double sum, double[] ranks) {
        double mean = Arrays.stream(ranks).sum() / 2;
        double variance = Arrays.stream(ranks).map(rank -> rank * rank).sum() / 4;
        return variance == 0 ? 1 : StudentT.upperTail((sum - mean - 0.5) / Math.sqrt(variance), NORMAL);
    }
}
