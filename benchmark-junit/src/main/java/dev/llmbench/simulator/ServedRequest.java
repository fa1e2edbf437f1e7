package dev.llmbench.simulator;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What really happened to one request for a completion, for comparison with a measurement.
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
 * @param path the path asked for, without the query
 * @param streamed whether a stream was asked for
 * @param received when the last byte of the request was there
 * @param started when its turn came: later than {@code received} only if it waited for capacity; empty if it never came, and
 *     for answers that need no capacity
 * @param firstToken when the first token was sent, if any was
 * @param lastToken when the last token was sent, if any was
 * @param promptTokens the prompt's length as reported in the usage
 * @param outputTokens how many tokens were sent
 * @param status the HTTP status answered, 0 for none
 * @param fault the fault that was played, if any
 * @param finished whether everything that was meant to be sent was handed to the socket; false if the client left before
 * @param maxLateNanos how late the latest of its tokens was against the timetable, in nanoseconds: what the simulator, the
 *     machine or a slow reader added
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
