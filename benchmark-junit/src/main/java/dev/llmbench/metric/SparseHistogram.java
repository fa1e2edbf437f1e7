package dev.llmbench.metric;

import java.util.Arrays;

/**
 * Collects latencies in four bytes for each histogram bucket that holds any: for the many histograms of short times. Its
 * buckets are those of {@link LatencyHistogram}, so that nothing is lost when it is added to one.
 */
public final class SparseHistogram implements LatencyCollector {
    private static final int[] NONE = {};
    private static final int FIRST_CAPACITY = 4;

    /** A bucket is the position of a value's first bit and the ten bits after it; below, each value is its own. */
    private static final int PRECISION_BITS = 10;

    private static final int COUNT_BITS = 17;
    private static final int FULL = (1 << COUNT_BITS) - 1;

    // Each entry is a bucket's number above its count; a bucket that is full goes on in another entry before it.
    private int[] entries = NONE;
    private int size;
    private long sum;
    private double sumOfSquares;
    private long min = Long.MAX_VALUE;
    private long max;

    @Override
    public void record(long micros) {
        long value = Math.max(0, micros);
        count(bucketOf(Math.min(LatencyHistogram.MAX_MICROS, value)));
        sum += value;
        sumOfSquares += (double) value * value;
        min = Math.min(min, value);
        max = Math.max(max, value);
    }

    private void count(int bucket) {
        int position = firstFrom(bucket);
        if (position < size && entries[position] >>> COUNT_BITS == bucket && (entries[position] & FULL) < FULL) {
            entries[position]++;
            return;
        }
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, Math.max(FIRST_CAPACITY, size + size / 2));
        }
        System.arraycopy(entries, position, entries, position + 1, size - position);
        entries[position] = bucket << COUNT_BITS | 1;
        size++;
    }

    private int firstFrom(int bucket) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (entries[middle] >>> COUNT_BITS < bucket) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static int bucketOf(long value) {
        int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(value) - PRECISION_BITS - 1);
        return (shift << PRECISION_BITS) + (int) (value >>> shift);
    }

    private static long valueOf(int bucket) {
        int shift = Math.max(0, (bucket >>> PRECISION_BITS) - 1);
        return (long) (bucket - (shift << PRECISION_BITS)) << shift;
    }

    @Override
    public void addTo(LatencyHistogram histogram) {
        for (int i = 0; i < size; i++) {
            histogram.add(valueOf(entries[i] >>> COUNT_BITS), entries[i] & FULL);
        }
        histogram.add(sum, sumOfSquares, min, max);
    }
}
