package dev.llmbench.result;

import dev.llmbench.metric.Format;
import dev.llmbench.metric.Metric;
import dev.llmbench.plan.Durations;
import java.time.Duration;
import java.util.Optional;

/**
 * How fast a figure rises or falls while the load stays at one level, which is what a soak test asks.
 *
 * <p>The drift covers the longest stretch of successive stages at one level; stages without length may lie between them. It
 * is cut into equal windows of whole slots, about sixty, or twenty for an error rate; a window with fewer than ten requests
 * is joined with the next. Each window gives one value: the median of a latency, or the error rate. The slope is the
 * Theil-Sen estimate over these values, with Kendall's 95 % interval, widened if successive windows are correlated (Sen 1968,
 * Gilbert 1987, Yue and Wang 2004). A drift needs at least eight windows.
 *
 * <pre>{@code
 * System.out.println(result.drift(TTFT));
 * }</pre>
 *
 * @param metric the metric
 * @param perHour the slope: for a latency, as a fraction of its level (the median of the windows) per hour, so that
 *     0.05 means 5 % per hour; for an error rate, the change per hour, so that 0.05 means five percentage points per
 *     hour
 * @param lower the lower end of the slope's interval
 * @param upper the upper end
 * @param windows the number of windows
 * @param window the usual length of a window
 * @param unknown why the drift is unknown; empty if it is known
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

    /** Returns whether the interval includes zero, so that the figure may not have drifted at all. */
    public boolean includesZero() {
        return lower <= 0 && upper >= 0;
    }

    /** Returns the finding in one sentence. */
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

    /** Returns a slope for display, such as {@code +5 %/h}. */
    public static String shown(double perHour) {
        return (perHour > 0 ? "+" : "") + Format.percent(perHour) + "/h";
    }
}
