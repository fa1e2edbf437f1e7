package dev.llmbench.result;

import dev.llmbench.sample.Arm;
import dev.llmbench.sample.RequestSample;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** When an endpoint is measured: all the time, or in its blocks. Thread-safe. */
final class ArmTime {
    private final boolean takesTurns;
    private final List<Block> blocks = new CopyOnWriteArrayList<>();

    private ArmTime(boolean takesTurns) {
        this.takesTurns = takesTurns;
    }

    /** The time of an endpoint that is measured all the time. */
    static ArmTime always() {
        return new ArmTime(false);
    }

    /** The time of an endpoint that is measured in blocks, which are added when they begin. */
    static ArmTime inBlocks() {
        return new ArmTime(true);
    }

    /** The time of an endpoint in the given blocks of a run; all the time if there are none. */
    static ArmTime of(Arm arm, List<Block> blocks) {
        ArmTime time = new ArmTime(!blocks.isEmpty());
        blocks.stream().filter(block -> block.arm() == arm).forEach(time::add);
        return time;
    }

    /** Whether the endpoint is measured in blocks. */
    boolean takesTurns() {
        return takesTurns;
    }

    void add(Block block) {
        blocks.add(block);
    }

    /** Whether the endpoint was measured at the moment, in microseconds from the start of the run. */
    boolean contains(long micros) {
        return !takesTurns || blocks.stream().anyMatch(block -> block.contains(micros));
    }

    /** The end of the block in which a request was scheduled; never if the endpoint is measured all the time. */
    long endOf(RequestSample sample) {
        return blocks.stream()
                .filter(block -> block.contains(sample.at().scheduled()))
                .mapToLong(block -> block.to().toNanos() / 1_000)
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }

    /** The scope, with the part of it in which this endpoint was measured. */
    Scope of(Scope scope) {
        return takesTurns
                ? scope.measuredFor(blocks.stream()
                        .map(block -> block.within(scope.from(), scope.from().plus(scope.length())))
                        .reduce(Duration.ZERO, Duration::plus))
                : scope;
    }
}
