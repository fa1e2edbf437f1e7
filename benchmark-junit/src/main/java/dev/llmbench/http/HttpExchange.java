package dev.llmbench.http;

import dev.llmbench.sample.Outcome;

/**
 * Receives the events of one request. All calls come from one event loop's thread and must not block; {@link #ended} or
 * {@link #failed} is the last. If one of them throws, {@link #failed} follows with {@link Outcome#CLIENT}. Times are readings of the ticker;
 * delays are upper bounds in nanoseconds.
 */
public interface HttpExchange {

    /** A connection was opened for the request: name looked up, connected, TLS agreed on. Not called for a reused one. */
    void connected(long from, long to);

    /** The request's first bytes were given to the socket; the time is that before they were, so that it cannot be late. */
    void sent(long at);

    /**
     * The response's head came.
     *
     * @param late how much earlier it may have come
     */
    void head(ResponseHead head, long at, long late);

    /**
     * A piece of the response's body came, its framing taken off; the bytes are valid during the call only.
     *
     * @param late how much earlier it may have come
     * @throws MalformedResponse if the rest is not wanted, however long it is: the connection is closed, and {@link #failed}
     *     follows with {@link Outcome#MALFORMED}
     */
    void body(byte[] bytes, int from, int to, long at, long late) throws MalformedResponse;

    /**
     * Whether the response has all that it was asked for, whatever is still to come of its body. {@link #ended} then
     * follows as soon as the bytes of one read, or in HTTP/2 of one frame, are handed on.
     */
    boolean isComplete();

    /**
     * The response is complete.
     *
     * @param late how much earlier its end may have come
     */
    void ended(long at, long late);

    /**
     * There will be no complete response.
     *
     * @param outcome {@link Outcome#CONNECT}, {@link Outcome#TLS}, {@link Outcome#RESET}, {@link Outcome#MALFORMED} or, for
     *     a request that was cut off, {@link Outcome#INTERRUPTED}; {@link Outcome#CLIENT} where this side has a flaw
     * @param why one line for people
     * @param late for how long something may have come by now that was not read
     */
    void failed(Outcome outcome, String why, long late);
}
