package dev.llmbench.metric;

import java.util.Arrays;

/**
 * Collects latencies in four bytes for each histogram bucket with samples, or in one or two once it is
 * {@link #compact}ed, for the many histograms of short periods. It has the buckets of {@link LatencyHistogram}, so that
 * it can be added to one without loss.
 */
public final class SparseHistogram implements LatencyCollector {
    private static final int[] NONE = {};
    private static final byte[] LOOSE = {};
    private static final int FIRST_CAPACITY = 4;
    private static final int LONGEST_PACKED_ENTRY = 8;

    /**
     * A bucket is the position of a value's first bit and the ten bits after it; each smaller value is a bucket of its
     * own.
     */
    private static final int PRECISION_BITS = 10;

    private static final int COUNT_BITS = 17;
    private static final int FULL = (1 << COUNT_BITS) - 1;

    // Each entry has a bucket's number in its high bits and the count in its low bits; a full bucket continues in
    // another entry before it. Once packed, there are bytes instead: see Packed.
    private int[] entries = NONE;
    private byte[] packed = LOOSE;
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
        unpack();
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
    public void compact() {
        if (entries == NONE) {
            return;
        }
        byte[] bytes = new byte[size * LONGEST_PACKED_ENTRY];
        int length = 0;
        int bucket = 0;
        for (int i = 0; i < size; i++) {
            int next = entries[i] >>> COUNT_BITS;
            int count = entries[i] & FULL;
            length = put((next - bucket) << 1 | (count == 1 ? 0 : 1), bytes, length);
            if (count > 1) {
                length = put(count, bytes, length);
            }
            bucket = next;
        }
        packed = Arrays.copyOf(bytes, length);
        entries = NONE;
    }

    /** Writes seven bits per byte, the lowest first, and sets the eighth if another byte follows. */
    private static int put(int number, byte[] bytes, int at) {
        int left = number;
        int next = at;
        for (; left > 0x7F; left >>>= 7) {
            bytes[next++] = (byte) (left | 0x80);
        }
        bytes[next++] = (byte) left;
        return next;
    }

    private void unpack() {
        if (packed != LOOSE) {
            int[] unpacked = new int[size + size / 2];
            Packed bytes = new Packed(packed);
            for (int i = 0; i < size; i++) {
                bytes.next();
                unpacked[i] = bytes.bucket << COUNT_BITS | bytes.count;
            }
            entries = unpacked;
            packed = LOOSE;
        }
    }

    @Override
    public void addTo(LatencyHistogram histogram) {
        if (packed == LOOSE) {
            // The greatest first, so that the histogram grows only once.
            for (int i = size - 1; i >= 0; i--) {
                histogram.add(valueOf(entries[i] >>> COUNT_BITS), entries[i] & FULL);
            }
        } else {
            Packed bytes = new Packed(packed);
            for (int i = 0; i < size; i++) {
                bytes.next();
                histogram.add(valueOf(bytes.bucket), bytes.count);
            }
        }
        histogram.add(sum, sumOfSquares, min, max);
    }

    /** Reads packed entries: twice the distance from the previous bucket, plus one if a count other than 1 follows. */
    private static final class Packed {
        private final byte[] bytes;
        private int at;
        private int bucket;
        private int count;

        Packed(byte[] bytes) {
            this.bytes = bytes;
        }

        void next() {
            int head = number();
            bucket += head >>> 1;
            count = (head & 1) == 0 ? 1 : number();
        }

        private int number() {
            int number = 0;
            for (int shift = 0; ; shift += 7) {
                byte next = bytes[at++];
                number |= (next & 0x7F) << shift;
                if (next >= 0) {
                    return number;
                }
            }
        }
    }
}
