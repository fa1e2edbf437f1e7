package dev.llmbench.result;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/**
 * How the generator itself did, by time: where it struggles, what it measures is its own.
 *
 * <pre>{@code
 * OptionalDouble cpu = result.facts().generator().cpuShare();
 * }</pre>
 *
 * @param processors how many processors the JVM may use
 * @param slots its slots, as long as those of the {@link Timeline}; longer than that by what it took to drain. Empty where
 * nobody watched
 */
public record GeneratorLog(int processors, List<GeneratorSlot> slots) {

    /** Nobody watched. */
    public static final GeneratorLog NONE = new GeneratorLog(0, List.of());

    public GeneratorLog {
        slots = List.copyOf(slots);
    }

    /** The share of all processors that this JVM used, between 0 and 1; empty where it is not known. */
    public OptionalDouble cpuShare() {
        return cpuShares().average();
    }

    /** The same of the slot in which it used most. */
    public OptionalDouble peakCpuShare() {
        return cpuShares().max();
    }

    private DoubleStream cpuShares() {
        return slots.stream().map(GeneratorSlot::cpuShare).flatMapToDouble(OptionalDouble::stream);
    }

    /** The longest that the generator stood still, however short. */
    public Duration longestStall() {
        return slots.stream()
                .map(GeneratorSlot::longestStall)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /** Some slots taken together, as far as there are any. */
    public GeneratorSlot between(int first, int end) {
        List<GeneratorSlot> some = slots.subList(Math.min(first, slots.size()), Math.min(end, slots.size()));
        GeneratorLog part = new GeneratorLog(processors, some);
        return new GeneratorSlot(
                some.stream().map(GeneratorSlot::stalled).reduce(Duration.ZERO, Duration::plus),
                part.longestStall(),
                part.cpuShare(),
                some.stream().mapToInt(GeneratorSlot::peakInFlight).max().orElse(0));
    }
}
