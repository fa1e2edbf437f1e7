package dev.llmbench.metric;

import java.util.Arrays;
import java.util.function.LongConsumer;

/** The gaps between successive events with output of one response, in microseconds, four bytes each. */
public final class ChunkGaps {

    /** No gap at all. */
    public static final ChunkGaps NONE = new ChunkGaps(new int[0], 0);

    private final int[] micros;
    private final int size;

    private ChunkGaps(int[] micros, int size) {
        this.micros = micros;
        this.size = size;
    }

    /** The number of gaps. */
    public int size() {
        return size;
    }

    /** The largest gap in microseconds, {@link Moments#ABSENT} where there is none. */
    public long max() {
        long max = Moments.ABSENT;
        for (int i = 0; i < size; i++) {
            max = Math.max(max, micros[i]);
        }
        return max;
    }

    /** Hands each gap to the consumer, in order, in microseconds. */
    public void forEach(LongConsumer consumer) {
        for (int i = 0; i < size; i++) {
            consumer.accept(micros[i]);
        }
    }

    /** Collects the gaps of one response while it streams. Not thread-safe: one response belongs to one thread. */
    public static final class Collector {
        private static final int FIRST_CAPACITY = 32;
        private int[] micros = NONE.micros;
        private int size;

        /** Adds one gap in microseconds. */
        public void add(long gap) {
            if (size == micros.length) {
                micros = Arrays.copyOf(micros, Math.max(FIRST_CAPACITY, size + size / 2));
            }
            micros[size++] = (int) Math.min(Integer.MAX_VALUE, Math.max(0, gap));
        }

        /** What was collected; the collector is not used after this. */
        public ChunkGaps gaps() {
            return size == 0 ? NONE : new ChunkGaps(micros, size);
        }
    }
}
