package dev.llmbench.result;

import java.time.Duration;
import java.util.OptionalDouble;

/**
 * How the load generator did in one slot of the timeline.
 *
 * <pre>{@code
 * for (GeneratorSlot second : result.facts().generator().slots()) {
 *     System.out.println(second.stalled());
 * }
 * }</pre>
 *
 * @param stalled how long it stood still, stalls longer than the plan's lag tolerance together; a stall belongs to the
 * slot in which it ended
 * @param longestStall the longest it stood still, however short
 * @param cpuShare the share of all processors that this JVM used, between 0 and 1, with all else that runs in it; empty
 * where the JVM does not tell
 * @param peakInFlight the most requests in flight, as seen every two milliseconds
 */
public record GeneratorSlot(Duration stalled, Duration longestStall, OptionalDouble cpuShare, int peakInFlight) {}
