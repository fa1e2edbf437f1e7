package dev.llmbench.regression;

import dev.llmbench.regression.FigureLog.Point;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds lasting improvements of a figure: four or eight runs in a row, never a single one, that are better by more than the
 * limit. The runs before an improvement form another epoch, so that the gain cannot be lost unnoticed.
 */
final class Improvements {
    private static final int[] WINDOWS = {4, 8};

    private Improvements() {}

    /** Splits the runs into parts, each from one improvement to the next; there is at least one part. */
    static List<List<Point>> split(List<Point> points, double logLimit) {
        List<List<Point>> parts = new ArrayList<>();
        int start = 0;
        for (int end = 1; end <= points.size(); end++) {
            int step = improvement(points.subList(start, end), logLimit);
            if (step > 0) {
                parts.add(points.subList(start, start + step));
                start += step;
            }
        }
        parts.add(points.subList(start, points.size()));
        return parts;
    }

    /** Returns the place of the first run after the improvement that the last runs prove, or 0. */
    private static int improvement(List<Point> points, double logLimit) {
        for (int width : WINDOWS) {
            int split = points.size() - width;
            if (split >= width && isBetter(points.subList(0, split), points.subList(split, points.size()), logLimit)) {
                int from = split - width;
                int step = from + Steps.split(points.subList(from, points.size()), false);
                return points.size() - step < WINDOWS[0] ? 0 : step;
            }
        }
        return 0;
    }

    private static boolean isBetter(List<Point> before, List<Point> last, double logLimit) {
        double mean = last.stream().mapToDouble(Point::log).average().orElseThrow();
        if (mean + logLimit >= FigureLog.worst(before)) {
            return false;
        }
        Moments after = Moments.of(last.stream().map(Point::log).toList());
        Moments level = FigureLog.moments(before);
        double better = level.mean() - after.mean();
        if (level.count() < last.size() || better <= logLimit) {
            return false;
        }
        double degrees = level.degrees() + after.degrees();
        double variance = (level.squares() + after.squares()) / degrees;
        double error = Math.sqrt(variance * (1.0 / level.count() + 1.0 / after.count()));
        return new Deviation(better, error, degrees).chance() <= Steps.LEVEL;
    }
}
