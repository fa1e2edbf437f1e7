package dev.llmbench.openai;

import dev.llmbench.sample.Ticker;

/** A clock that is a microsecond further whenever it is read, so that what is stamped later is later. */
final class Ticks implements Ticker {
    private long count;

    @Override
    public synchronized long nanos() {
        count++;
        return count * 1_000;
    }
}
