package dev.llmbench.sample;

import java.util.Arrays;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The gaps between successive output events of one response, in microseconds. Each gap takes four bytes, plus four more
 * if an event of the response arrived late.
 */
public final class ChunkGaps {

    /** No gaps. */
    public static final ChunkGaps NONE = new ChunkGaps(new int[0], null, 0);

    private final int[] micros;

    /** How late each event was, including the one before the first gap; null if none was. */
    private final int @Nullable [] late;

    private final int size;

    private ChunkGaps(int[] micros, int @Nullable [] late, int size) {
        this.micros = micros;
        this.late = late;
        this.size = size;
    }

    /** Receives a gap and the bounds of its true value, all in microseconds. */
    @FunctionalInterface
    public interface Consumer {
        void accept(long gap, long least, long most);
    }

    /** Returns the number of gaps. */
    public int size() {
        return size;
    }

    /** Returns the gap at an index, in microseconds. */
    public int micros(int index) {
        return micros[index];
    }

    /** Returns how late an event was noticed, in microseconds; event 0 is the one before the first gap. */
    public long delay(int event) {
        int[] delays = late;
        return delays == null ? 0 : delays[event];
    }

    /** Returns whether any event was noticed late. */
    public boolean hasDelays() {
        return late != null;
    }

    /** Returns the largest gap in microseconds; {@link Moments#ABSENT} if there is none. */
    public long max() {
        long max = Moments.ABSENT;
        for (int i = 0; i < size; i++) {
            max = Math.max(max, micros[i]);
        }
        return max;
    }

    /** Passes each gap in microseconds to the consumer, in order. */
    public void forEach(LongConsumer consumer) {
        for (int i = 0; i < size; i++) {
            consumer.accept(micros[i]);
        }
    }

    /** Passes each gap with its bounds to the consumer, in order. */
    public void forEachBounded(Consumer consumer) {
        int[] delays = late;
        for (int i = 0; i < size; i++) {
            long gap = micros[i];
            if (delays == null) {
                consumer.accept(gap, gap, gap);
            } else {
                consumer.accept(gap, Math.max(0, gap - delays[i + 1]), gap + delays[i]);
            }
        }
    }

    /** Returns the number of gaps that are certainly over a limit. */
    public long surelyOver(double limit) {
        int[] delays = late;
        long over = 0;
        for (int i = 0; i < size; i++) {
            over += micros[i] - (delays == null ? 0 : delays[i + 1]) > limit ? 1 : 0;
        }
        return over;
    }

    /**
     * Returns the number of gaps that may be over a limit. A stall merges events that arrived separately, but between
     * two events that were on time no more gaps can be over the limit than fit into that time.
     */
    public long possiblyOver(double limit) {
        int[] delays = late;
        if (delays == null) {
            return surelyOver(limit);
        }
        long over = 0;
        long inRow = 0;
        long row = delays[0];
        for (int i = 0; i < size; i++) {
            inRow += micros[i] + delays[i] > limit ? 1 : 0;
            row += micros[i];
            if (delays[i + 1] == 0 || i + 1 == size) {
                over += Math.min(inRow, fit(row, limit));
                inRow = 0;
                row = 0;
            }
        }
        return over;
    }

    /** Returns the number of gaps over the limit that fit into a time. */
    private static long fit(long micros, double limit) {
        return limit <= 0 ? Long.MAX_VALUE : Math.max(0, (long) Math.ceil(micros / limit) - 1);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ChunkGaps gaps
                && Arrays.equals(micros, 0, size, gaps.micros, 0, gaps.size)
                && Arrays.equals(late, gaps.late);
    }

    @Override
    public int hashCode() {
        int hash = Arrays.hashCode(late);
        for (int i = 0; i < size; i++) {
            hash = 31 * hash + micros[i];
        }
        return hash;
    }

    /** Collects the gaps of one response while it streams. Not thread-safe: one response belongs to one thread. */
    public static final class Collector {
        private static final int FIRST_CAPACITY = 32;
        private int[] micros = NONE.micros;
        private int @Nullable [] late;
        private int size;

        /** Sets how many microseconds earlier the event before the first gap may have arrived. */
        public void startsLate(long micros) {
            delayed(0, micros);
        }

        /**
         * Adds a gap in microseconds.
         *
         * @param delay how much earlier the event after it may have arrived
         */
        public void add(long gap, long delay) {
            if (size == micros.length) {
                micros = Arrays.copyOf(micros, Math.max(FIRST_CAPACITY, size + size / 2));
            }
            micros[size++] = clamped(gap);
            delayed(size, delay);
        }

        private void delayed(int event, long micros) {
            int[] delays = late;
            if (micros <= 0 && delays == null) {
                return;
            }
            if (delays == null || event >= delays.length) {
                int capacity = Math.max(FIRST_CAPACITY, event + 1 + event / 2);
                delays = delays == null ? new int[capacity] : Arrays.copyOf(delays, capacity);
                late = delays;
            }
            delays[event] = clamped(micros);
        }

        private static int clamped(long micros) {
            return (int) Math.min(Integer.MAX_VALUE, Math.max(0, micros));
        }

        /** Returns the gaps; the collector must not be used afterwards. */
        public ChunkGaps gaps() {
            int[] delays = late;
            if (size == 0) {
                return NONE;
            }
            return new ChunkGaps(micros, delays == null ? null : Arrays.copyOf(delays, size + 1), size);
        }
    }
}
