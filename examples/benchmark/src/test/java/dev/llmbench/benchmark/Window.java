package dev.llmbench.benchmark;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What of a load is measured, in nanoseconds of the machine's monotonic clock, which all processes share.
 *
 * @param from the end of the warm-up, the start of the process included
 * @param to the end of what is measured
 * @param until when the load ends, late enough for all that was under way at {@code to}
 * @param epoch what to add for nanoseconds since 1970
 */
record Window(long from, long to, long until, long epoch) {
    private static final Duration DRAIN = Duration.ofSeconds(2);

    static Window startingNow(Duration warmUp, Duration measured) {
        long now = System.nanoTime();
        long from = now + warmUp.toNanos();
        long to = from + measured.toNanos();
        long epoch = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()) - now;
        return new Window(from, to, to + DRAIN.toNanos(), epoch);
    }

    boolean contains(long nanos) {
        return from <= nanos && nanos < to;
    }

    boolean containsEpochMillis(long millis) {
        return contains(TimeUnit.MILLISECONDS.toNanos(millis) - epoch);
    }

    static void sleepUntil(long nanos) throws InterruptedException {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            TimeUnit.NANOSECONDS.sleep(left);
        }
    }
}
