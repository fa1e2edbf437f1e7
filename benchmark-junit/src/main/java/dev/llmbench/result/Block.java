package dev.llmbench.result;

import dev.llmbench.sample.Arm;
import java.time.Duration;

/**
 * The time during which one of two endpoints that take turns is measured. Latencies cover the requests scheduled in it;
 * throughput covers all requests that complete in it, including those started by the unmeasured load before it.
 *
 * <pre>{@code
 * result.facts().blocks().forEach(block -> System.out.println(block.arm() + " from " + block.from()));
 * }</pre>
 *
 * @param arm the endpoint
 * @param pair the number of the pair of blocks that it belongs to, counted from 1
 * @param from its start, counted from the start of the run
 * @param to its planned end
 */
public record Block(Arm arm, int pair, Duration from, Duration to) {

    /** Returns whether a time, in microseconds since the start of the run, is in this block. */
    public boolean contains(long micros) {
        return micros >= from.toNanos() / 1_000 && micros < to.toNanos() / 1_000;
    }

    /** Returns how much of the block lies between two times. */
    Duration within(Duration begin, Duration end) {
        Duration first = from.compareTo(begin) > 0 ? from : begin;
        Duration last = to.compareTo(end) < 0 ? to : end;
        return first.compareTo(last) < 0 ? last.minus(first) : Duration.ZERO;
    }
}
