package dev.llmbench.simulator;

/**
 * The counts of requests for completions at one moment.
 *
 * <pre>{@code
 * try (Simulator simulator = Simulator.builder().start()) {
 *     SimulatorCounts counts = simulator.counts();
 *     System.out.println(counts.received() + " requests");
 * }
 * }</pre>
 *
 * @param received requests that were received completely, whatever their outcome
 * @param active requests that are currently generating
 * @param queued requests that are currently waiting for capacity
 * @param finished requests whose answer was sent as intended, including errors and faults
 * @param failed finished requests that were answered with a status of 400 or more
 * @param faulty finished requests that were answered with a {@link Fault}
 * @param abandoned requests whose client left before the answer was complete
 * @param outputTokens tokens that were sent in finished and abandoned requests
 */
public record SimulatorCounts(
        long received,
        int active,
        int queued,
        long finished,
        long failed,
        long faulty,
        long abandoned,
        long outputTokens) {}
