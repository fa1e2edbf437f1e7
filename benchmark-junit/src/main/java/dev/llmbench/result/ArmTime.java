package dev.llmbench.result;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** When an endpoint is measured: all the time, or in its blocks. Thread-safe. */
public final class ArmTime {
    private final boolean takesTurns;
    private final List<Block> blocks = new CopyOnWriteArrayList<>();

    private ArmTime(boolean takesTurns) {
        this.takesTurns = takesTurns;
    }

    /** The time of an endpoint that is measured all the time. */
    public static ArmTime always() {
        return new ArmTime(false);
    }

    /** The time of an endpoint that is measured in blocks, which are added when they begin. */
    public static ArmTime inBlocks() {
        return new ArmTime(true);
    }

    public void add(Block block) {
        blocks.add(block);
    }

    /** Whether the endpoint was measured at the moment, in microseconds from the start of the run. */
    boolean contains(long micros) {
        return !takesTurns || blocks.stream().anyMatch(block -> block.contains(micros));
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
