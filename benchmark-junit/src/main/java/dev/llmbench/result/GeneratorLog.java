package dev.llmbench.result;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/**
 * How the load generator did over time. Where it struggles, it measures itself.
 *
 * <pre>{@code
 * OptionalDouble cpu = result.facts().generator().cpuShare();
 * }</pre>
 *
 * @param processors how many processors the JVM may use
 * @param slots its slots, as long as those of the {@link Timeline}; longer than that by what it took to drain. Empty where
 * nobody watched
 * @param machineCpuShare the share of all processors that everything on the machine used, this JVM included, between 0 and 1;
 * empty where it is not known
 * @param collecting how long the JVM collected garbage during the run
 */
public record GeneratorLog(
        int processors, List<GeneratorSlot> slots, OptionalDouble machineCpuShare, Duration collecting) {

    /** A log that nobody kept. */
    public static final GeneratorLog NONE = new GeneratorLog(0, List.of());

    public GeneratorLog {
        slots = List.copyOf(slots);
    }

    /** Of a generator of which it is not known what else the machine did. */
    public GeneratorLog(int processors, List<GeneratorSlot> slots) {
        this(processors, slots, OptionalDouble.empty(), Duration.ZERO);
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
