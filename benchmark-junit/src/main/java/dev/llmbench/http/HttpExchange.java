package dev.llmbench.http;

import dev.llmbench.metric.Outcome;

/**
 * What becomes of one request. All calls come from one event loop's thread and must not block; {@link #ended} or
 * {@link #failed} is the last. Where one of them throws, {@link #failed} follows with {@link Outcome#CLIENT}. Times are readings of the ticker.
 */
public interface HttpExchange {

    /** A connection was opened for the request: name looked up, connected, TLS agreed on. Not called for a reused one. */
    void connected(long from, long to);

    /** The request's first bytes were given to the socket. */
    void sent(long at);

    /** The response's head came. */
    void head(ResponseHead head, long at);

    /**
     * A piece of the response's body came, its framing taken off; the bytes are valid during the call only.
     *
     * @throws MalformedResponse if the rest is not wanted, however long it is: the connection is closed, and {@link #failed}
     *     follows with {@link Outcome#MALFORMED}
     */
    void body(byte[] bytes, int from, int to, long at) throws MalformedResponse;

    /** The response is complete. */
    void ended(long at);

    /**
     * There will be no complete response.
     *
     * @param outcome {@link Outcome#CONNECT}, {@link Outcome#TLS}, {@link Outcome#RESET}, {@link Outcome#MALFORMED} or, for
     *     a request that was cut off, {@link Outcome#INTERRUPTED}; {@link Outcome#CLIENT} where this side has a flaw
     * @param why one line for people
     */
    void failed(Outcome outcome, String why);
}
