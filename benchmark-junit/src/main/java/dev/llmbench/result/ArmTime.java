package dev.llmbench.result;

import dev.llmbench.sample.Arm;
import dev.llmbench.sample.RequestSample;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The times during which an endpoint is measured: the whole run, or its blocks. Thread-safe. */
final class ArmTime {
    private final boolean takesTurns;
    private final List<Block> blocks = new CopyOnWriteArrayList<>();

    private ArmTime(boolean takesTurns) {
        this.takesTurns = takesTurns;
    }

    /** Returns the time of an endpoint that is measured during the whole run. */
    static ArmTime always() {
        return new ArmTime(false);
    }

    /** Returns the time of an endpoint that is measured in blocks, each of which is added when it begins. */
    static ArmTime inBlocks() {
        return new ArmTime(true);
    }

    /** Returns the time of an endpoint in the given blocks of a run; the whole run if there are none. */
    static ArmTime of(Arm arm, List<Block> blocks) {
        ArmTime time = new ArmTime(!blocks.isEmpty());
        blocks.stream().filter(block -> block.arm() == arm).forEach(time::add);
        return time;
    }

    /** Returns whether the endpoint is measured in blocks. */
    boolean takesTurns() {
        return takesTurns;
    }

    void add(Block block) {
        blocks.add(block);
    }

    /** Returns whether the endpoint was measured at a time, in microseconds since the start of the run. */
    boolean contains(long micros) {
        return !takesTurns || blocks.stream().anyMatch(block -> block.contains(micros));
    }

    /** Returns the end of the block in which a request was scheduled; never if the endpoint is measured during the whole run. */
    long endOf(RequestSample sample) {
        return blocks.stream()
                .filter(block -> block.contains(sample.at().scheduled()))
                .mapToLong(block -> block.to().toNanos() / 1_000)
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }

    /** Returns the scope, with the part of it in which this endpoint was measured. */
    Scope of(Scope scope) {
        return takesTurns
                ? scope.measuredFor(blocks.stream()
                        .map(block -> block.within(scope.from(), scope.from().plus(scope.length())))
                        .reduce(Duration.ZERO, Duration::plus))
                : scope;
    }
}
