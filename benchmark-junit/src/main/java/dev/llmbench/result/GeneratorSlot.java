package dev.llmbench.result;

import java.time.Duration;
import java.util.OptionalDouble;

/**
 * The health of the load generator in one slot of the timeline.
 *
 * <pre>{@code
 * for (GeneratorSlot second : result.facts().generator().slots()) {
 *     System.out.println(second.stalled());
 * }
 * }</pre>
 *
 * @param stalled the total length of the stalls longer than the plan's lag tolerance; a stall belongs to the slot in
 *     which it ended
 * @param longestStall the longest stall, however short
 * @param cpuShare the fraction of all processors that this JVM used, between 0 and 1, including everything else that
 *     runs in it; empty if the JVM does not report it
 * @param peakInFlight the most requests in flight, sampled every two milliseconds
 */
public record GeneratorSlot(Duration stalled, Duration longestStall, OptionalDouble cpuShare, int peakInFlight) {}
