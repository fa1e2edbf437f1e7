package dev.llmbench.simulator;

/**
 * A fault in an answer.
 *
 * <p>"Half way" in a streamed answer is when half of the tokens, but at least one, have been sent and the next would be
 * due; in an answer that is not streamed, when it is due and half of its bytes have been sent.
 *
 * <pre>{@code
 * Simulator simulator = Simulator.builder().faultRate(0.01, Fault.RESET_MID_STREAM).start();
 * }</pre>
 */
public enum Fault {
    /** The connection is reset (TCP RST) as soon as the request has been received, without any answer. */
    RESET_BEFORE_HEAD,
    /** The connection is reset (TCP RST) half way. */
    RESET_MID_STREAM,
    /**
     * The connection is closed normally half way, without the end that chunked encoding or the content length requires.
     */
    CLOSE_MID_STREAM,
    /**
     * A stream ends normally half way, without finish reason, usage and {@code [DONE]}. An answer that is not streamed
     * has half of its text, a finish reason {@code null} and no usage.
     */
    TRUNCATE,
    /**
     * Half way, an error object is sent inside the 200, and the stream ends. An answer that is not streamed is that
     * object.
     */
    ERROR_IN_STREAM,
    /**
     * Half way, an event that is not JSON is sent, then {@code [DONE]}. An answer that is not streamed is half of its
     * JSON.
     */
    MALFORMED_JSON,
    /**
     * A complete answer, including the finish reason, but without any output, is sent after the time to first token.
     */
    EMPTY_OUTPUT,
    /** Nothing is ever sent, and the connection stays open. A hung request keeps its place in the capacity. */
    HANG,
    /**
     * Half way, sending stops, and the connection stays open; an answer that is not streamed is never sent. A hung
     * request keeps its place in the capacity.
     */
    HANG_MID_STREAM,
    /** A 200 with a complete HTML page, like a proxy's login page, is sent at once. */
    WRONG_CONTENT_TYPE
}
