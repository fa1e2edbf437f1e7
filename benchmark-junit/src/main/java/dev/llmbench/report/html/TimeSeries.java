package dev.llmbench.report.html;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmbench.plan.Load;
import dev.llmbench.report.TimelineJson;
import dev.llmbench.result.LoadResult;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * The figures of a run by time, as series with a point each second. Where that would be too many a point stands for several
 * seconds: its value is that of them all, from added histograms and counts, and with it stand the least and the greatest
 * of its seconds, so that no spike gets lost.
 */
final class TimeSeries {
    /** A rate over less of a slot than this would say nothing. */
    private static final double LEAST_PART = 0.5;

    private final ObjectNode points;
    private final ObjectNode slots;
    private final int perPoint;
    private final double slotSeconds;
    private final double endSeconds;
    private final int size;

    TimeSeries(LoadResult result) {
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
        double[] lowest = new double[size];
        double[] highest = new double[size];
        for (int i = 0; i < size; i++) {
            lowest[i] = extreme(i, figure, value -> value);
            highest[i] = -extreme(i, figure, value -> -value);
        }
        return series.between(lowest, highest);
    }

    /** The least of a point's slots, seen through the sign; those without a value don't count. */
    private double extreme(int point, Figure figure, DoubleUnaryOperator sign) {
        double least = Double.NaN;
        int end = Math.min((point + 1) * perPoint, slots.path("ok").size());
        for (int slot = point * perPoint; slot < end; slot++) {
            double value = sign.applyAsDouble(figure.of(slots, slotSeconds, slot));
            least = Double.isNaN(least) ? value : Double.isNaN(value) ? least : Math.min(least, value);
        }
        return least;
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
