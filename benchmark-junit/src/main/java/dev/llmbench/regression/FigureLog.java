package dev.llmbench.regression;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The history of one figure on the logarithmic scale, in which more is worse.
 *
 * @param current the runs of the current epoch in order, including those that do not count
 * @param level the runs of the current epoch that a new run is compared with
 * @param earlier the runs of each earlier epoch that count
 * @param ownVariance the variance of runs due to their own samples: a lower bound of the difference between them
 * @param improved whether the current epoch began because of a lasting improvement of the figure
 */
record FigureLog(List<Point> current, Moments level, List<Moments> earlier, double ownVariance, boolean improved) {
    /** The maximum number of runs to compare with. */
    static final int WINDOW = 30;

    /** The figure of a run. */
    record Point(double log, boolean counts, String label) {}

    static FigureLog of(RelativeBudget budget, Baseline baseline, String epoch) {
        Map<String, List<Point>> epochs = new LinkedHashMap<>();
        List<RunFigure> runs = baseline.runs().stream()
                .filter(run -> !run.figure().isDisturbedFor(budget))
                .toList();
        for (RunFigure run : runs) {
            double log = budget.figure().log(run.figure().value());
            epochs.computeIfAbsent(run.epoch(), word -> new ArrayList<>())
                    .add(new Point(log, run.counts(), run.label()));
        }
        List<Point> current = epochs.getOrDefault(epoch, List.of());
        List<Moments> earlier = new ArrayList<>();
        boolean improved = false;
        for (Map.Entry<String, List<Point>> each : epochs.entrySet()) {
            List<List<Point>> parts = Improvements.split(each.getValue(), budget.logLimit());
            boolean isCurrent = each.getKey().equals(epoch);
            int before = isCurrent ? parts.size() - 1 : parts.size();
            parts.subList(0, before).forEach(part -> earlier.add(moments(part)));
            if (isCurrent) {
                current = parts.get(before);
                improved = before > 0;
            }
        }
        return new FigureLog(current, moments(current), earlier, ownVariance(runs), improved);
    }

    private static double ownVariance(List<RunFigure> runs) {
        return runs.stream()
                .filter(RunFigure::counts)
                .flatMapToDouble(run -> run.figure().logError().stream())
                .map(error -> error * error)
                .average()
                .orElse(0);
    }

    /** Returns the newest runs that count, without outliers. */
    static Moments moments(List<Point> points) {
        return Moments.of(Outliers.without(counting(points)));
    }

    /** Returns the worst of these runs, a cheap way to tell that they cannot be worse than others. */
    static double worst(List<Point> points) {
        double worst = Double.NEGATIVE_INFINITY;
        int seen = 0;
        for (int i = points.size() - 1; i >= 0 && seen < WINDOW; i--) {
            if (points.get(i).counts()) {
                worst = Math.max(worst, points.get(i).log());
                seen++;
            }
        }
        return worst;
    }

    private static List<Double> counting(List<Point> points) {
        Deque<Double> logs = new ArrayDeque<>();
        for (int i = points.size() - 1; i >= 0 && logs.size() < WINDOW; i--) {
            if (points.get(i).counts()) {
                logs.addFirst(points.get(i).log());
            }
        }
        return List.copyOf(logs);
    }

    /** Returns how a new run differs from the current epoch. */
    Deviation deviation(double log, OptionalDouble ownError) {
        Spread spread = Spread.of(level, earlier, ownVariance);
        double error = ownError.orElse(Math.sqrt(ownVariance));
        return new Deviation(
                log - level.mean(),
                Math.sqrt(spread.variance() - ownVariance + error * error + spread.variance() / level.count()),
                spread.degrees());
    }
}
