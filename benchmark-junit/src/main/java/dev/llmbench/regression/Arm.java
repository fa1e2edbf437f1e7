package dev.llmbench.regression;

import java.util.Arrays;

/**
 * What one of two endpoints gave, in any order: the latency of each request at the moment of its schedule, or what each
 * completed request adds to a throughput (1, or its tokens) at the moment of its completion. For one thread at a time.
 */
public final class Arm {
    private static final int FIRST_CAPACITY = 1_024;

    private long[] at = new long[FIRST_CAPACITY];
    private double[] values = new double[FIRST_CAPACITY];
    private int size;

    /**
     * Adds one request.
     *
     * @param atMicros from the start of what is compared
     * @param value in the figure's unit, above 0
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

    /** The number of requests. */
    public int size() {
        return size;
    }

    /** The values in so many blocks of equal length; what lies outside of them is left out. */
    double[][] blocks(int count, double lengthMicros) {
        int[] sizes = new int[count];
        for (int i = 0; i < size; i++) {
            int block = block(i, count, lengthMicros);
            if (block >= 0) {
                sizes[block]++;
            }
        }
        double[][] blocks = new double[count][];
        Arrays.setAll(blocks, block -> new double[sizes[block]]);
        for (int i = 0; i < size; i++) {
            int block = block(i, count, lengthMicros);
            if (block >= 0) {
                blocks[block][--sizes[block]] = values[i];
            }
        }
        return blocks;
    }

    private int block(int sample, int count, double lengthMicros) {
        int block = (int) Math.floor(at[sample] / lengthMicros);
        return block < count ? block : -1;
    }
}
