package dev.llmbench.regression;

import dev.llmbench.regression.FigureLog.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks on the default branch for changes that a single run is too noisy to show: steps, by comparing the last 2, 4 and 8 runs
 * with those before them, and gradual changes, by comparing the last 5 runs with the first 10 of the epoch.
 */
final class Steps {
    /** The level of each of a figure's five tests. */
    static final double LEVEL = 0.002;

    private static final int[] WINDOWS = {2, 4, 8};
    private static final int ANCHOR = 10;
    private static final int NEWEST = 5;

    private final FigureLog log;
    private final List<Point> points;

    /** Creates the history of a figure, including the run that is judged, which is the last one. */
    Steps(FigureLog log, Point now) {
        this.log = log;
        this.points = new ArrayList<>(log.current());
        points.add(now);
    }

    /**
     * The finding of one test.
     *
     * @param deviation the deviation of the newest runs from those before
     * @param creeps whether they were compared with the first runs of the epoch
     */
    record Finding(Deviation deviation, boolean creeps) {}

    /** Runs all tests for which there are enough runs. */
    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        for (int width : WINDOWS) {
            step(width).ifPresent(deviation -> findings.add(new Finding(deviation, false)));
        }
        creep().ifPresent(deviation -> findings.add(new Finding(deviation, true)));
        return findings;
    }

    private Optional<Deviation> step(int width) {
        int split = points.size() - width;
        if (split < width) {
            return Optional.empty();
        }
        Moments before = FigureLog.moments(points.subList(0, split));
        return before.count() < width ? Optional.empty() : Optional.of(deviation(before, last(width), log.earlier()));
    }

    private Optional<Deviation> creep() {
        List<Point> earlier = points.subList(0, Math.max(0, points.size() - NEWEST));
        List<Point> anchor = anchor(earlier);
        return anchor.size() < ANCHOR
                ? Optional.empty()
                : Optional.of(deviation(moments(anchor), last(NEWEST), log.earlier()));
    }

    private static List<Point> anchor(List<Point> points) {
        return points.stream().filter(Point::counts).limit(ANCHOR).toList();
    }

    private Deviation deviation(Moments before, Moments after, List<Moments> earlier) {
        List<Moments> others = new ArrayList<>(earlier);
        others.add(after);
        Spread spread = Spread.of(before, others, log.ownVariance());
        return new Deviation(
                after.mean() - before.mean(),
                Math.sqrt(spread.variance() * (1.0 / before.count() + 1.0 / after.count())),
                spread.degrees());
    }

    private Moments last(int count) {
        return moments(points.subList(points.size() - count, points.size()));
    }

    private static Moments moments(List<Point> points) {
        return Moments.of(points.stream().map(Point::log).toList());
    }

    /** Finds the step that explains the runs best, by least squares. */
    Step step() {
        List<Point> recent = points.subList(Math.max(0, points.size() - 2 * FigureLog.WINDOW), points.size());
        int split = split(recent, true);
        Moments before = moments(recent.subList(0, split));
        Moments after = moments(recent.subList(split, recent.size()));
        return new Step(
                after.mean() - before.mean(),
                recent.get(split).label(),
                after.count(),
                before.mean(),
                before.count(),
                false);
    }

    /** Finds since when the last five runs have been worse than the first ten by more than the limit. */
    Step creepOver(double logLimit) {
        Moments anchor = moments(anchor(points));
        int end = points.size();
        while (end > NEWEST && newestBefore(end - 1) - anchor.mean() > logLimit) {
            end--;
        }
        return new Step(
                newestBefore(points.size()) - anchor.mean(),
                points.get(end - 1).label(),
                points.size() - end + 1,
                anchor.mean(),
                ANCHOR,
                true);
    }

    private double newestBefore(int end) {
        return moments(points.subList(Math.max(0, end - NEWEST), end)).mean();
    }

    /**
     * Returns the place of the first run after the step that explains the runs best.
     *
     * @param points two or more
     * @param isWorse whether the step is for the worse
     */
    static int split(List<Point> points, boolean isWorse) {
        double sum = points.stream().mapToDouble(Point::log).sum();
        double best = -1;
        int split = 1;
        double before = 0;
        for (int i = 1; i < points.size(); i++) {
            before += points.get(i - 1).log();
            int after = points.size() - i;
            double difference = (sum - before) / after - before / i;
            double explained = difference > 0 == isWorse ? difference * difference * i * after : 0;
            if (explained > best) {
                best = explained;
                split = i;
            }
        }
        return split;
    }

    /**
     * A detected change.
     *
     * @param change the change on the logarithmic scale
     * @param since the first run after it
     * @param runs the number of runs from that one on
     * @param before the level before it, on the logarithmic scale
     * @param runsBefore the number of runs that this level is the mean of
     * @param creeps whether the change was gradual
     */
    record Step(double change, String since, int runs, double before, int runsBefore, boolean creeps) {}
}
