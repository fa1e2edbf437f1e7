package dev.llmbench.simulator;

/**
 * A fault in an answer.
 *
 * <p>"Half way" means: in a streamed answer when half of the tokens, but at least one, have been sent and the next would be
 * due; in one that is not streamed, when it is due and half of its bytes have been sent.
 *
 * <pre>{@code
 * Simulator simulator = Simulator.builder().faultRate(0.01, Fault.RESET_MID_STREAM).start();
 * }</pre>
 */
public enum Fault {
    /** The connection is reset (TCP RST) as soon as the request has been received: not one byte is answered. */
    RESET_BEFORE_HEAD,
    /** The connection is reset (TCP RST) half way. */
    RESET_MID_STREAM,
    /** The connection is closed in order half way, without the end that chunked encoding or the content length asks for. */
    CLOSE_MID_STREAM,
    /**
     * A stream ends in order half way, without finish reason, usage and {@code [DONE]}. An answer that is not streamed has
     * half of its text, a finish reason {@code null} and no usage.
     */
    TRUNCATE,
    /** Half way comes an error object inside the 200, and the stream ends. An answer that is not streamed is that object. */
    ERROR_IN_STREAM,
    /** Half way comes an event that is not JSON, then {@code [DONE]}. An answer that is not streamed is JSON cut in half. */
    MALFORMED_JSON,
    /** A complete answer, finish reason and all, without any output, after the time to the first token. */
    EMPTY_OUTPUT,
    /** No byte is ever answered and the connection stays open. A hung request holds its place in the capacity. */
    HANG,
    /**
     * Nothing more comes half way and the connection stays open; an answer that is not streamed never comes. A hung request
     * holds its place in the capacity.
     */
    HANG_MID_STREAM,
    /** At once a 200 with a complete HTML page, as from a proxy's log-in. */
    WRONG_CONTENT_TYPE
}
