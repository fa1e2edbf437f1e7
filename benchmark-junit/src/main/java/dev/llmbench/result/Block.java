package dev.llmbench.result;

import dev.llmbench.sample.Arm;
import java.time.Duration;

/**
 * The time in which one of two endpoints that take turns is measured. Latencies are those of the requests scheduled in it;
 * throughput counts all that completes in it, also what the unmeasured load before it began.
 *
 * <pre>{@code
 * result.facts().blocks().forEach(block -> System.out.println(block.arm() + " from " + block.from()));
 * }</pre>
 *
 * @param arm the endpoint
 * @param pair the pair of blocks that it belongs to, counted from 1
 * @param from its start, from the start of the run
 * @param to its planned end
 */
public record Block(Arm arm, int pair, Duration from, Duration to) {

    /** Whether the moment, in microseconds from the start of the run, lies in this block. */
    public boolean contains(long micros) {
        return micros >= from.toNanos() / 1_000 && micros < to.toNanos() / 1_000;
    }

    /** How much of the block lies between two moments. */
    Duration within(Duration begin, Duration end) {
        Duration first = from.compareTo(begin) > 0 ? from : begin;
        Duration last = to.compareTo(end) < 0 ? to : end;
        return first.compareTo(last) < 0 ? last.minus(first) : Duration.ZERO;
    }
}
