package dev.llmbench.dataset;

import java.util.Arrays;

/**
 * The offsets of records: of all records while there are few, then of every second, every fourth and so on, so that
 * memory is bounded.
 */
final class Offsets {
    /** These take 4 MB. */
    static final int MOST = 1 << 19;

    private long[] known;
    private final int most;
    private int shift;
    private int count;

    Offsets(int most) {
        this.most = most;
        this.known = new long[Math.min(most, 1024)];
    }

    void add(long offset) {
        int slot = count >> shift;
        if (slot << shift == count) {
            if (slot == most) {
                thinOut();
                slot = count >> shift;
            }
            if (slot == known.length) {
                known = Arrays.copyOf(known, Math.min(most, 2 * slot));
            }
            known[slot] = offset;
        }
        count = Math.incrementExact(count);
    }

    private void thinOut() {
        for (int i = 0; i < most / 2; i++) {
            known[i] = known[2 * i];
        }
        shift++;
    }

    int count() {
        return count;
    }

    /** Returns the offset of the last record at or before the given one whose offset is known. */
    long before(int index) {
        return known[index >> shift];
    }

    /** Returns the index of that record. */
    int indexBefore(int index) {
        return index >> shift << shift;
    }
}
