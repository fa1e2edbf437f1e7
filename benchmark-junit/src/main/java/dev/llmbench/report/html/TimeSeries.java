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
 * The figures of a run by time, as series with a point each second. Where that would be too many a point stands for several
 * seconds: its value is that of them all, from added histograms and counts, and with it stand the least and the greatest
 * of its seconds, so that no spike gets lost.
 */
final class TimeSeries {
    /** A rate over less of a slot than this would say nothing. */
    private static final double LEAST_PART = 0.5;

    private static final double ROOM = 1.2;

    /** Numbers of points that go together where one has too few samples. */
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

    /** How many seconds a point stands for. */
    double pointSeconds() {
        return perPoint * slotSeconds;
    }

    double slotSeconds() {
        return slotSeconds;
    }

    /** Whether points stand for several slots. */
    boolean isDownsampled() {
        return perPoint > 1;
    }

    /** The middle of each point's time, in seconds from the start of the run. */
    double[] times() {
        double[] times = new double[size];
        Arrays.setAll(times, i -> (i * pointSeconds() + Math.min(endSeconds, (i + 1) * pointSeconds())) / 2);
        return times;
    }

    /** A figure as the timeline has it. */
    Series line(String label, int tone, String key) {
        return series(
                label, tone, (source, seconds, i) -> number(source.path(key).path(i)));
    }

    /**
     * A statistic of the requests scheduled in each point's time; where most points have fewer than it takes, of those in as
     * many points together as have enough. It has no value where there are still too few.
     *
     * @return empty where the run is too short for that
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

    /** With some room, since requests don't come evenly; 0 where not even half of the run would have enough. */
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

    /** The sum of counts, by the second. */
    Series perSecond(String label, int tone, String... keys) {
        return series(label, tone, (source, seconds, i) -> {
            double length = Math.min(seconds, endSeconds - i * seconds);
            return length < LEAST_PART * slotSeconds ? Double.NaN : sum(source, i, keys) / length;
        });
    }

    /** The level that the plan has. */
    Series planned(String label, Load load) {
        double[] times = times();
        double[] levels = new double[size];
        Arrays.setAll(levels, i -> load.levelAt(Duration.ofNanos(Math.round(times[i] * 1e9))));
        return new Series(label, 0, levels).planned();
    }

    /** A limit, as long as it counts. */
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
