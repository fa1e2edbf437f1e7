package dev.llmbench.metric;

import org.HdrHistogram.IntCountsHistogram;

/**
 * Collects latencies in constant memory, with three significant digits from one microsecond to one hour, and with exact
 * count, sum, sum of squares, minimum and maximum. Not thread-safe.
 */
public final class LatencyHistogram implements LatencyCollector {
    static final long MAX_MICROS = 3_600_000_000L;
    static final int SIGNIFICANT_DIGITS = 3;

    private final IntCountsHistogram histogram = new IntCountsHistogram(SIGNIFICANT_DIGITS);
    private long sum;
    private double sumOfSquares;
    private long min = Long.MAX_VALUE;
    private long max;

    @Override
    public void record(long micros) {
        long value = Math.max(0, micros);
        histogram.recordValue(Math.min(MAX_MICROS, value));
        sum += value;
        sumOfSquares += (double) value * value;
        min = Math.min(min, value);
        max = Math.max(max, value);
    }

    @Override
    public void addTo(LatencyHistogram other) {
        if (histogram.getTotalCount() == 0) {
            return;
        }
        other.histogram.add(histogram);
        other.add(sum, sumOfSquares, min, max);
    }

    /** Adds to the counts only; {@link #add(long, double, long, long)} must follow. */
    void add(long micros, long count) {
        histogram.recordValueWithCount(micros, count);
    }

    /** Adds to the exact values other than the counts. */
    void add(long otherSum, double otherSumOfSquares, long otherMin, long otherMax) {
        sum += otherSum;
        sumOfSquares += otherSumOfSquares;
        min = Math.min(min, otherMin);
        max = Math.max(max, otherMax);
    }

    /** Removes all latencies. */
    public void reset() {
        histogram.reset();
        sum = 0;
        sumOfSquares = 0;
        min = Long.MAX_VALUE;
        max = 0;
    }

    /** Returns a copy of the latencies recorded so far. */
    public Distribution snapshot() {
        return histogram.getTotalCount() == 0
                ? Distribution.EMPTY
                : new Distribution(histogram.copy(), sum, sumOfSquares, min, max);
    }

    /** Returns the distribution without copying the histogram, which must not be changed afterwards. */
    public Distribution finished() {
        return histogram.getTotalCount() == 0
                ? Distribution.EMPTY
                : new Distribution(histogram, sum, sumOfSquares, min, max);
    }
}
