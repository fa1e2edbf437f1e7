package dev.llmbench.regression;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The values of one of two endpoints, in any order: the latency of each request at its scheduled time, or the contribution of
 * each completed request to a throughput (1, or its tokens) at the time of its completion. Not thread-safe.
 */
public final class ArmValues {
    private static final int FIRST_CAPACITY = 1_024;

    private long[] at = new long[FIRST_CAPACITY];
    private double[] values = new double[FIRST_CAPACITY];
    private int size;

    /**
     * Adds one request.
     *
     * @param atMicros the time since the start of what is compared
     * @param value the value in the figure's unit, above 0
     */
    public void add(long atMicros, double value) {
        if (size == at.length) {
            at = Arrays.copyOf(at, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
        }
        at[size] = atMicros;
        values[size] = value;
        size++;
    }

    /** Returns the number of requests. */
    public int size() {
        return size;
    }

    /** Returns the values from one time to another, excluding the latter. */
    public double[] between(long from, long to) {
        return IntStream.range(0, size)
                .filter(i -> at[i] >= from && at[i] < to)
                .mapToDouble(i -> values[i])
                .toArray();
    }

    /**
     * Returns the values from each of these moments up to, but excluding, the next, in a single pass over a long run.
     */
    double[][] split(long[] moments) {
        int spans = moments.length - 1;
        double[][] split = new double[spans][FIRST_CAPACITY];
        int[] counts = new int[spans];
        int span = 0;
        for (int i = 0; i < size; i++) {
            // Requests are nearly in order, so the span is that of the previous one, or close to it.
            while (span > 0 && at[i] < moments[span]) {
                span--;
            }
            while (span < spans - 1 && at[i] >= moments[span + 1]) {
                span++;
            }
            if (at[i] >= moments[span] && at[i] < moments[span + 1]) {
                if (counts[span] == split[span].length) {
                    split[span] = Arrays.copyOf(split[span], 2 * split[span].length);
                }
                split[span][counts[span]++] = values[i];
            }
        }
        Arrays.setAll(split, i -> Arrays.copyOf(split[i], counts[i]));
        return split;
    }
}
