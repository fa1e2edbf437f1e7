package dev.llmbench.result;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The health of the load generator over time. A generator that struggles measures itself rather than the server.
 *
 * <pre>{@code
 * OptionalDouble cpu = result.facts().generator().cpuShare();
 * }</pre>
 *
 * @param processors the number of processors available to the JVM
 * @param slots slots as long as those of the {@link Timeline}, until the run had drained; empty if no log was kept
 * @param machineCpuShare the fraction of all processors that all processes of the machine used, including this JVM,
 *     between 0 and 1; empty if unknown
 * @param collecting the time that the JVM spent collecting garbage during the run
 */
public record GeneratorLog(
        int processors, List<GeneratorSlot> slots, OptionalDouble machineCpuShare, Duration collecting) {

    /** The log of a run that kept none. */
    public static final GeneratorLog NONE = new GeneratorLog(0, List.of());

    public GeneratorLog {
        slots = List.copyOf(slots);
    }

    /** Creates a log without information about the other processes of the machine. */
    public GeneratorLog(int processors, List<GeneratorSlot> slots) {
        this(processors, slots, OptionalDouble.empty(), Duration.ZERO);
    }

    /**
     * Merges the logs of several generators. Stalls and garbage collection are those of the worst generator, CPU shares are of
     * all processors together, and the requests in flight are the sum of all peaks, which is an upper bound.
     */
    public static GeneratorLog merged(List<GeneratorLog> logs) {
        return merged(logs, logs.stream().mapToInt(GeneratorLog::processors).sum(), GeneratorLog::weighted);
    }

    /** Merges the logs of several generators on one machine, which share its processors. */
    public static GeneratorLog onOneMachine(List<GeneratorLog> logs) {
        int processors = logs.stream().mapToInt(GeneratorLog::processors).max().orElse(0);
        GeneratorLog merged = merged(logs, processors, GeneratorLog::added);
        return new GeneratorLog(
                processors, merged.slots, weighted(logs, GeneratorLog::machineCpuShare), merged.collecting);
    }

    private static GeneratorLog merged(
            List<GeneratorLog> logs,
            int processors,
            BiFunction<List<GeneratorLog>, Function<GeneratorLog, OptionalDouble>, OptionalDouble> together) {
        int length = logs.stream().mapToInt(log -> log.slots.size()).max().orElse(0);
        return new GeneratorLog(
                processors,
                IntStream.range(0, length)
                        .mapToObj(i -> slot(
                                logs.stream().map(log -> log.between(i, i + 1)).toList(),
                                together.apply(
                                        logs, log -> log.between(i, i + 1).cpuShare())))
                        .toList(),
                together.apply(logs, GeneratorLog::machineCpuShare),
                longest(logs.stream().map(GeneratorLog::collecting)));
    }

    private static GeneratorSlot slot(List<GeneratorSlot> each, OptionalDouble cpuShare) {
        return new GeneratorSlot(
                longest(each.stream().map(GeneratorSlot::stalled)),
                longest(each.stream().map(GeneratorSlot::longestStall)),
                cpuShare,
                each.stream().mapToInt(GeneratorSlot::peakInFlight).sum());
    }

    /** Returns the sum of the known shares, at most 1. */
    private static OptionalDouble added(List<GeneratorLog> logs, Function<GeneratorLog, OptionalDouble> share) {
        double[] known =
                logs.stream().map(share).flatMapToDouble(OptionalDouble::stream).toArray();
        return known.length == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.min(1, DoubleStream.of(known).sum()));
    }

    /** Returns the mean of the known shares, weighted by processors. */
    private static OptionalDouble weighted(List<GeneratorLog> logs, Function<GeneratorLog, OptionalDouble> share) {
        double used = 0;
        int processors = 0;
        for (GeneratorLog log : logs) {
            OptionalDouble known = share.apply(log);
            if (known.isPresent()) {
                used += known.getAsDouble() * log.processors;
                processors += log.processors;
            }
        }
        return processors == 0 ? OptionalDouble.empty() : OptionalDouble.of(used / processors);
    }

    /** Returns the fraction of all processors that this JVM used, between 0 and 1; empty if unknown. */
    public OptionalDouble cpuShare() {
        return cpuShares().average();
    }

    /** Returns the greatest fraction of all processors that this JVM used in a slot; empty if unknown. */
    public OptionalDouble peakCpuShare() {
        return cpuShares().max();
    }

    private DoubleStream cpuShares() {
        return slots.stream().map(GeneratorSlot::cpuShare).flatMapToDouble(OptionalDouble::stream);
    }

    /** Returns the longest stall of the generator, however short. */
    public Duration longestStall() {
        return longest(slots.stream().map(GeneratorSlot::longestStall));
    }

    private static Duration longest(Stream<Duration> lengths) {
        return lengths.max(Comparator.naturalOrder()).orElse(Duration.ZERO);
    }

    /** Returns the sum of a range of slots, as far as they exist. */
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
