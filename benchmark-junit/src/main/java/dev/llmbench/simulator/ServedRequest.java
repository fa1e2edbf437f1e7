package dev.llmbench.simulator;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * The true course of one request for a completion, for comparison with a measurement.
 *
 * <p>All moments are {@link System#nanoTime()} of this JVM. Tokens are stamped just before they are handed to the socket; all
 * tokens of an answer that is not streamed have the moment of the answer.
 *
 * <pre>{@code
 * try (Simulator simulator = Simulator.builder().start()) {
 *     for (ServedRequest request : simulator.log()) {
 *         System.out.println(request.id() + " " + request.outputTokens());
 *     }
 * }
 * }</pre>
 *
 * @param id the request's {@code x-request-id}, or the answer's own id if it had none
 * @param path the requested path, without the query
 * @param streamed whether a stream was requested
 * @param received when the last byte of the request had arrived
 * @param started when its turn came, which is only later than {@code received} if it waited for capacity; empty if its
 *     turn never came, and for answers that need no capacity
 * @param firstToken when the first token was sent, if any was
 * @param lastToken when the last token was sent, if any was
 * @param promptTokens the prompt's length as reported in the usage
 * @param outputTokens the number of tokens that were sent
 * @param status the HTTP status of the answer; 0 if there was none
 * @param fault the simulated fault, if any
 * @param finished whether everything that was to be sent was handed to the socket; false if the client left before that
 * @param maxLateNanos the greatest delay of its tokens relative to the schedule, in nanoseconds, which the simulator,
 *     the machine or a slow reader added
 */
public record ServedRequest(
        String id,
        String path,
        boolean streamed,
        long received,
        OptionalLong started,
        OptionalLong firstToken,
        OptionalLong lastToken,
        int promptTokens,
        int outputTokens,
        int status,
        Optional<Fault> fault,
        boolean finished,
        long maxLateNanos) {}
