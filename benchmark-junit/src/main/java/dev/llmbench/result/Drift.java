package dev.llmbench.result;

import dev.llmbench.metric.Format;
import dev.llmbench.metric.Metric;
import dev.llmbench.plan.Durations;
import java.time.Duration;
import java.util.Optional;

/**
 * How fast a figure rises or falls while the load is held at one level: what a soak is for.
 *
 * <p>The time looked at is the longest stretch of successive stages at one level; stages of no length may lie between. It
 * is cut into equal windows of whole slots, about sixty of them, twenty for an error rate; a window with fewer than ten
 * requests is joined with the next. Each window gives one value: the median of a latency, or the error rate. The slope is
 * the Theil-Sen estimate over these values, the interval of 95 % is Kendall's, widened where successive windows are
 * alike (Sen 1968, Gilbert 1987, Yue and Wang 2004). A drift needs eight windows at least.
 *
 * <pre>{@code
 * System.out.println(result.drift(TTFT));
 * }</pre>
 *
 * @param metric the metric
 * @param perHour the slope: of a latency as a share of its level (the median of the windows) per hour, so 0.05 is 5 % an
 * hour; of an error rate as it is, so 0.05 is five percentage points an hour
 * @param lower the lower end of the slope's interval
 * @param upper the upper end
 * @param windows the number of windows
 * @param window the usual length of a window
 * @param unknown why no drift can be told; empty where one can
 */
public record Drift(
        Metric metric,
        double perHour,
        double lower,
        double upper,
        int windows,
        Duration window,
        Optional<String> unknown) {

    static Drift unknown(Metric metric, int windows, Duration window, String why) {
        return new Drift(metric, Double.NaN, Double.NaN, Double.NaN, windows, window, Optional.of(why));
    }

    /** Whether the figures may be steady: the interval includes no drift at all. */
    public boolean includesZero() {
        return lower <= 0 && upper >= 0;
    }

    /** The finding in one sentence. */
    public String inWords() {
        if (unknown.isPresent()) {
            return metric.label() + " drift is unknown: " + unknown.get();
        }
        return figure() + " drift was " + shown(perHour) + " (95 % interval " + shown(lower) + " to " + shown(upper)
                + (includesZero() ? ", includes zero" : "") + "; " + windows + " windows of "
                + Durations.format(window) + ")";
    }

    private String figure() {
        return metric.isLatency() ? metric.label() + " p50" : metric.label();
    }

    /** A slope for people, such as {@code +5 %/h}. */
    public static String shown(double perHour) {
        return (perHour > 0 ? "+" : "") + Format.percent(perHour) + "/h";
    }
}
