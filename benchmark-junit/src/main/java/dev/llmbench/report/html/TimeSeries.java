package dev.llmbench.report.html;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.Load;
import dev.llmbench.report.Figures;
import dev.llmbench.report.json.TimelineJson;
import dev.llmbench.result.LoadResult;
import java.time.Duration;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.Optional;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The figures of a run over time, as series with one point per second. If there would be too many points, each covers
 * several seconds: its value is computed from their merged histograms and counts, and it also has the lowest and
 * highest values of single seconds, so that no spike is lost.
 */
final class TimeSeries {
    /** The minimum part of a slot; a rate over less would be meaningless. */
    private static final double LEAST_PART = 0.5;

    private static final double ROOM = 1.2;

    /** Numbers of points to combine if a single one has too few samples. */
    private static final int[] SPANS = {1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600};

    private final LoadResult result;
    private final ObjectNode points;
    private final ObjectNode slots;
    private final int perPoint;
    private final double slotSeconds;
    private final double endSeconds;
    private final int size;

    TimeSeries(LoadResult result) {
        this.result = result;
        perPoint = TimelineJson.slotsOfAPoint(result);
        points = TimelineJson.of(result);
        slots = perPoint == 1 ? points : TimelineJson.ofSlots(result);
        slotSeconds = seconds(result.timeline().slot());
        endSeconds = Math.min(
                seconds(result.plan().load().end()), seconds(result.facts().elapsed()));
        size = points.path("ok").size();
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    int size() {
        return size;
    }

    /** Returns how many seconds a point covers. */
    double pointSeconds() {
        return perPoint * slotSeconds;
    }

    double slotSeconds() {
        return slotSeconds;
    }

    /** Returns whether a point covers several slots. */
    boolean isDownsampled() {
        return perPoint > 1;
    }

    /** Returns the middle of each point's time, in seconds since the start of the run. */
    double[] times() {
        double[] times = new double[size];
        Arrays.setAll(times, i -> (i * pointSeconds() + Math.min(endSeconds, (i + 1) * pointSeconds())) / 2);
        return times;
    }

    /** Returns a figure of the timeline. */
    Series line(String label, int tone, String key) {
        return series(
                label, tone, (source, seconds, i) -> number(source.path(key).path(i)));
    }

    /**
     * Returns a statistic of the requests scheduled in each point's time. If most points have fewer requests than it
     * needs, each value covers as many points as are necessary. A value is missing if there are still too few.
     *
     * @return empty if the run is too short for that
     */
    Optional<Series> statistic(String label, int tone, Metric metric, Statistic statistic) {
        int span = span(metric, statistic);
        if (span == 0) {
            return Optional.empty();
        }
        double[] ofSpans = values(metric, statistic, span * perPoint);
        double[] values = new double[size];
        Arrays.setAll(values, i -> ofSpans[i / span]);
        Series series = new Series(label, tone, values).over(span * pointSeconds());
        return Optional.of(isDownsampled() && span == 1 ? withExtremes(series, values(metric, statistic, 1)) : series);
    }

    /**
     * Returns how many points to combine, with some margin since requests do not arrive evenly; 0 if not even half of
     * the run would have enough requests.
     */
    private int span(Metric metric, Statistic statistic) {
        double each = (double) result.run().latency(metric).count() / size;
        long needed = Figures.needed(statistic);
        return IntStream.of(SPANS)
                .filter(span -> span == 1 || span <= size / 2)
                .filter(span -> span * each >= ROOM * needed)
                .findFirst()
                .orElse(needed == 1 ? 1 : 0);
    }

    private double[] values(Metric metric, Statistic statistic, int slotsEach) {
        Duration length = result.timeline().slot().multipliedBy(slotsEach);
        return result.timeline()
                .windows(length, Set.of(metric))
                .map(window -> window.latency(metric))
                .mapToDouble(latency -> latency.count() < Figures.needed(statistic)
                        ? Double.NaN
                        : latency.micros(statistic).orElse(Double.NaN) / 1e3)
                .toArray();
    }

    /** Returns the sum of counts, per second. */
    Series perSecond(String label, int tone, String... keys) {
        return series(label, tone, (source, seconds, i) -> {
            double length = Math.min(seconds, endSeconds - i * seconds);
            return length < LEAST_PART * slotSeconds ? Double.NaN : sum(source, i, keys) / length;
        });
    }

    /** Returns the level of the plan. */
    Series planned(String label, Load load) {
        double[] times = times();
        double[] levels = new double[size];
        Arrays.setAll(levels, i -> load.levelAt(Duration.ofNanos(Math.round(times[i] * 1e9))));
        return new Series(label, 0, levels).planned();
    }

    /** Returns a limit, for the time in which it applies. */
    Series limit(String label, double limit, double fromSeconds, double toSeconds) {
        double[] times = times();
        double[] values = new double[size];
        Arrays.setAll(values, i -> times[i] >= fromSeconds && times[i] <= toSeconds ? limit : Double.NaN);
        return new Series(label, 0, values).planned();
    }

    private interface Figure {
        double of(ObjectNode source, double seconds, int index);
    }

    private Series series(String label, int tone, Figure figure) {
        double[] values = new double[size];
        Arrays.setAll(values, i -> figure.of(points, pointSeconds(), i));
        Series series = new Series(label, tone, values);
        if (!isDownsampled()) {
            return series;
        }
        double[] ofSlots = new double[slots.path("ok").size()];
        Arrays.setAll(ofSlots, slot -> figure.of(slots, slotSeconds, slot));
        return withExtremes(series, ofSlots);
    }

    private Series withExtremes(Series series, double[] ofSlots) {
        if (DoubleStream.of(ofSlots).allMatch(Double::isNaN)) {
            return series;
        }
        double[] lowest = new double[size];
        double[] highest = new double[size];
        for (int i = 0; i < size; i++) {
            double[] part = Arrays.copyOfRange(ofSlots, i * perPoint, Math.min((i + 1) * perPoint, ofSlots.length));
            DoubleSummaryStatistics known =
                    DoubleStream.of(part).filter(value -> !Double.isNaN(value)).summaryStatistics();
            lowest[i] = known.getCount() == 0 ? Double.NaN : known.getMin();
            highest[i] = known.getCount() == 0 ? Double.NaN : known.getMax();
        }
        return series.between(lowest, highest);
    }

    private static double sum(ObjectNode source, int index, String... keys) {
        double sum = 0;
        for (String key : keys) {
            sum += source.path(key).path(index).doubleValue();
        }
        return sum;
    }

    private static double number(JsonNode node) {
        return node.isNumber() ? node.doubleValue() : Double.NaN;
    }
}
