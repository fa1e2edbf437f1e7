package dev.llmbench.result;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The samples over a limit in order of schedule, although they arrive in order of completion. The latest samples are
 * stored with their schedule, in eight bytes each. Once there are enough of them, the earlier half is sorted for good
 * and then takes two bits per sample. A sample that arrives too late for that is placed after that half. Samples with
 * the same schedule get an order that does not depend on when they ended, since the fast ones end first.
 */
final class ExceedanceSeries {
    private static final int FIRST_CAPACITY = 256;
    private static final int MOST_UNSETTLED = 1 << 16;
    private static final int TIE_BITS = 17;
    private static final int FLAG_BITS = 2;
    private static final long SURELY = 1;
    private static final long POSSIBLY = 2;

    /** Spreads successive numbers over the range of a long: 2^64 divided by the golden ratio. */
    private static final long SCATTER = 0x9E37_79B9_7F4A_7C15L;

    private final BitSet settledSurely = new BitSet();
    private final BitSet settledPossibly = new BitSet();
    private int settledSize;
    private long[] latest = new long[FIRST_CAPACITY];
    private int size;
    private long added;

    /** Adds a sample that was scheduled at a time in microseconds from the start of the run. */
    void add(long scheduled, boolean surely, boolean possibly) {
        if (size == MOST_UNSETTLED) {
            settleTheEarlierHalf();
        } else if (size == latest.length) {
            latest = Arrays.copyOf(latest, Math.min(MOST_UNSETTLED, size * 2));
        }
        long tie = (added++ * SCATTER) >>> (Long.SIZE - TIE_BITS);
        latest[size++] = (Math.max(0, scheduled) << (TIE_BITS + FLAG_BITS))
                | (tie << FLAG_BITS)
                | (surely ? SURELY : 0)
                | (possibly ? POSSIBLY : 0);
    }

    private void settleTheEarlierHalf() {
        Arrays.sort(latest, 0, size);
        int half = size / 2;
        for (int i = 0; i < half; i++) {
            settledSurely.set(settledSize, is(SURELY, latest[i]));
            settledPossibly.set(settledSize++, is(POSSIBLY, latest[i]));
        }
        System.arraycopy(latest, half, latest, 0, size - half);
        size -= half;
    }

    private static boolean is(long flag, long entry) {
        return (entry & flag) != 0;
    }

    /** Returns whether each sample is certainly over the limit, in order of schedule. */
    boolean[] surely() {
        return inOrder(settledSurely, SURELY);
    }

    /** Returns whether each sample may be over the limit, in order of schedule. */
    boolean[] possibly() {
        return inOrder(settledPossibly, POSSIBLY);
    }

    private boolean[] inOrder(BitSet settled, long flag) {
        long[] sorted = Arrays.copyOf(latest, size);
        Arrays.sort(sorted);
        boolean[] over = new boolean[settledSize + size];
        for (int i = settled.nextSetBit(0); i >= 0; i = settled.nextSetBit(i + 1)) {
            over[i] = true;
        }
        for (int i = 0; i < size; i++) {
            over[settledSize + i] = is(flag, sorted[i]);
        }
        return over;
    }
}
