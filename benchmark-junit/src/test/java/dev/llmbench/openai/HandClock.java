package dev.llmbench.openai;

import dev.llmbench.sample.Ticker;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that a test moves by hand. */
final class HandClock implements Ticker {
    private static final long MICRO = 1_000;

    private final AtomicLong nanos = new AtomicLong();

    @Override
    public long nanos() {
        return nanos.get();
    }

    /** Advances the clock by the given milliseconds and one microsecond, so that no two steps are at the same time. */
    void passMillis(long millis) {
        nanos.addAndGet(millis * 1_000 * MICRO + MICRO);
    }

    /** The time since the start. */
    long micros() {
        return nanos.get() / MICRO;
    }
}
