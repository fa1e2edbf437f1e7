package dev.llmbench.regression;

import dev.llmbench.stats.TheilSen;
import java.util.Comparator;
import java.util.List;

/**
 * Removes runs that are far from the others: by more than five times the median absolute deviation, scaled to a normal
 * distribution and at least 1 %, but never more than a fifth of the runs. A tighter cut would increase the false alarms of clean
 * histories.
 */
final class Outliers {
    private static final int FEWEST = 15;
    private static final double CUT = 5;
    private static final double TO_NORMAL = 1.4826;
    private static final double LEAST_SPREAD = 0.01;
    private static final int MOST = 5;

    private Outliers() {}

    /** Returns the logarithms without outliers, in order. */
    static List<Double> without(List<Double> logs) {
        if (logs.size() < FEWEST) {
            return logs;
        }
        double median = median(logs);
        double spread = TO_NORMAL
                * median(logs.stream().map(log -> Math.abs(log - median)).toList());
        double cut = CUT * Math.max(spread, LEAST_SPREAD);
        List<Double> far = logs.stream()
                .filter(log -> Math.abs(log - median) > cut)
                .sorted(Comparator.comparingDouble((Double log) -> Math.abs(log - median))
                        .reversed())
                .limit(logs.size() / MOST)
                .toList();
        return logs.stream().filter(log -> !far.contains(log)).toList();
    }

    private static double median(List<Double> values) {
        return TheilSen.median(
                values.stream().mapToDouble(value -> value).sorted().toArray());
    }
}
