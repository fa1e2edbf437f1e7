package dev.llmbench.stats;

import java.util.Arrays;
import java.util.Optional;

/**
 * The Theil-Sen slope of a series with Kendall's confidence interval of 95 %: the median of the slopes between all
 * pairs of points, and the two slopes between which as many pairs lie as the variance of Kendall's S requires. Source:
 * P. K. Sen, "Estimates of the Regression Coefficient Based on Kendall's Tau", JASA 63 (1968); the variance with ties
 * as in R. O. Gilbert, "Statistical Methods for Environmental Pollution Monitoring" (1987), 16.4 and 16.5. Successive
 * points of a queueing server are correlated, so the variance is increased by the factor (1 + r) / (1 - r) with the
 * lag-1 autocorrelation r of the series without its trend, according to S. Yue and C. Y. Wang, Water Resources
 * Management 18 (2004), but never reduced.
 *
 * @param slope the slope
 * @param lower the lower end of the interval
 * @param upper the upper end
 */
public record TheilSen(double slope, double lower, double upper) {
    private static final double Z = 1.959964;

    /**
     * Fits a line; empty if there are fewer than three points, or if they are so strongly correlated that the interval
     * is unbounded.
     */
    public static Optional<TheilSen> of(double[] x, double[] y) {
        double[] slopes = slopes(x, y);
        if (x.length < 3 || slopes.length == 0) {
            return Optional.empty();
        }
        double slope = median(slopes);
        double width = Z * Math.sqrt(varianceOfS(y) * inflation(x, y, slope));
        int below = (int) Math.floor((slopes.length - width) / 2);
        int above = (int) Math.ceil((slopes.length + width) / 2);
        return below < 1 || above >= slopes.length
                ? Optional.empty()
                : Optional.of(new TheilSen(slope, slopes[below - 1], slopes[above]));
    }

    private static double[] slopes(double[] x, double[] y) {
        double[] slopes = new double[x.length * (x.length - 1) / 2];
        int count = 0;
        for (int i = 0; i < x.length; i++) {
            for (int j = i + 1; j < x.length; j++) {
                slopes[count++] = (y[j] - y[i]) / (x[j] - x[i]);
            }
        }
        Arrays.sort(slopes);
        return slopes;
    }

    public static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static double varianceOfS(double[] y) {
        double[] sorted = y.clone();
        Arrays.sort(sorted);
        double variance = variance(sorted.length);
        int start = 0;
        for (int i = 1; i <= sorted.length; i++) {
            if (i == sorted.length || sorted[i] != sorted[start]) {
                variance -= variance(i - start);
                start = i;
            }
        }
        return variance / 18;
    }

    private static double variance(double n) {
        return n * (n - 1) * (2 * n + 5);
    }

    private static double inflation(double[] x, double[] y, double slope) {
        double[] rest = new double[y.length];
        Arrays.setAll(rest, i -> y[i] - slope * x[i]);
        double mean = Arrays.stream(rest).average().orElse(0);
        double square = 0;
        double product = 0;
        for (int i = 0; i < rest.length; i++) {
            square += (rest[i] - mean) * (rest[i] - mean);
            product += i == 0 ? 0 : (rest[i] - mean) * (rest[i - 1] - mean);
        }
        double autocorrelation = square == 0 ? 0 : Math.max(0, product / square);
        return (1 + autocorrelation) / (1 - autocorrelation);
    }
}
