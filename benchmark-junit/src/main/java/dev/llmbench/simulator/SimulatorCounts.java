package dev.llmbench.simulator;

/**
 * Counts of requests for completions, taken at one moment.
 *
 * <pre>{@code
 * try (Simulator simulator = Simulator.builder().start()) {
 *     SimulatorCounts counts = simulator.counts();
 *     System.out.println(counts.received() + " requests");
 * }
 * }</pre>
 *
 * @param received requests received in full, whatever became of them
 * @param active requests that generate right now
 * @param queued requests that wait for capacity right now
 * @param finished requests whose answer was sent as meant, errors and faults among them
 * @param failed of the finished ones, those answered with a status of 400 or more
 * @param faulty of the finished ones, those answered with a {@link Fault}
 * @param abandoned requests whose client left before the answer was complete
 * @param outputTokens tokens sent in finished and abandoned requests
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
