package dev.llmbench.report.html;

import dev.llmbench.metric.Distribution;
import dev.llmbench.metric.Statistic;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A latency in bars of one width, a round one. A long tail would leave the rest no room, so what is far beyond the p99 is
 * counted and not drawn.
 *
 * @param widthMicros how wide each bar is
 * @param startsMillis where each begins
 * @param counts how many samples are in each
 * @param beyond how many lie beyond the last
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Histogram(double widthMicros, double[] startsMillis, double[] counts, long beyond) {
    private static final int MOST_BARS = 40;
    private static final double FAR = 1.5;
    /** Narrower bars would show the buckets of the histogram that they are made from. */
    private static final double LEAST_SHARE = 0.002;

    static Histogram of(Distribution latency) {
        double least = latency.micros(Statistic.MIN).orElse(0);
        double p99 = latency.micros(Statistic.percentile(99)).orElse(0);
        double greatest = latency.micros(Statistic.MAX).orElse(0);
        double end = greatest > FAR * p99 ? p99 : greatest;
        double width = round(Math.max((end - least) / (MOST_BARS - 2), greatest * LEAST_SHARE));
        double first = Math.floor(least / width) * width;
        double[] counts = new double[(int) Math.floor((end - first) / width) + 1];
        AtomicLong beyond = new AtomicLong();
        latency.forEachBucket((micros, count) -> {
            int bar = (int) Math.floor((Math.max((double) micros, least) - first) / width);
            if (bar < counts.length) {
                counts[bar] += count;
            } else {
                beyond.addAndGet(count);
            }
        });
        double[] starts = new double[counts.length];
        Arrays.setAll(starts, i -> (first + i * width) / 1e3);
        return new Histogram(width, starts, counts, beyond.get());
    }

    /** The next of 1, 2, 5, 10, … from a microsecond up. */
    private static double round(double width) {
        double ten = Math.pow(10, Math.floor(Math.log10(Math.max(1, width))));
        for (double step : new double[] {1, 2, 5}) {
            if (step * ten >= width) {
                return step * ten;
            }
        }
        return 10 * ten;
    }
}
