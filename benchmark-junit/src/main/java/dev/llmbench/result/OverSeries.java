package dev.llmbench.result;

import java.util.Arrays;

/**
 * Which samples are over a limit, in order of schedule, though they come in order of completion: eight bytes a sample
 * keep its schedule and its side of the limit until they are put in order. Samples with one schedule are put in an order
 * that has nothing to do with when they ended, as the fast ones ended first.
 */
final class OverSeries {
    private static final int FIRST_CAPACITY = 256;
    private static final int TIE_BITS = 17;

    /** Scatters successive numbers over all of a long: 2^64 over the golden ratio. */
    private static final long SCATTER = 0x9E37_79B9_7F4A_7C15L;

    private long[] entries = new long[FIRST_CAPACITY];
    private int size;

    /** Adds a sample that was scheduled so many microseconds after the start of the run. */
    void add(long scheduled, boolean over) {
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, size + size / 2);
        }
        long tie = (size * SCATTER) >>> (Long.SIZE - TIE_BITS);
        entries[size++] = (Math.max(0, scheduled) << (TIE_BITS + 1)) | (tie << 1) | (over ? 1 : 0);
    }

    /** Whether each is over, in order of schedule. */
    boolean[] inOrder() {
        long[] sorted = Arrays.copyOf(entries, size);
        Arrays.sort(sorted);
        boolean[] over = new boolean[size];
        for (int i = 0; i < size; i++) {
            over[i] = (sorted[i] & 1) == 1;
        }
        return over;
    }
}
