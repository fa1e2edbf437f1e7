package dev.llmbench.http;

import dev.llmbench.sample.Outcome;

/**
 * Receives the events of one request. All methods are called by the thread of one event loop and must not block;
 * {@link #ended} or {@link #failed} is the last one. If one of them throws, {@link #failed} follows with
 * {@link Outcome#CLIENT}. Times are readings of the ticker; delays are upper bounds in nanoseconds.
 */
public interface HttpExchange {

    /**
     * Called when a connection was opened for the request, including name look-up and TLS handshake. Not called for a
     * reused connection.
     */
    void connected(long from, long to);

    /**
     * Called when the request's first bytes were given to the socket. The time was taken before that, so that it cannot
     * be late.
     */
    void sent(long at);

    /**
     * Called when the head of the response has arrived.
     *
     * @param late how much earlier it may have arrived
     */
    void head(ResponseHead head, long at, long late);

    /**
     * Called when a piece of the response's body has arrived, without its framing. The bytes are only valid during the
     * call.
     *
     * @param late how much earlier it may have arrived
     * @throws MalformedResponse to reject the rest of the response: the connection is closed, and {@link #failed}
     *     follows with {@link Outcome#MALFORMED}
     */
    void body(byte[] bytes, int from, int to, long at, long late) throws MalformedResponse;

    /**
     * Returns whether the response has everything that was requested, whatever may still follow in its body.
     * {@link #ended} is then called as soon as the bytes of the current read or HTTP/2 frame have been passed on.
     */
    boolean isComplete();

    /**
     * Called when the response is complete.
     *
     * @param late how much earlier its end may have arrived
     */
    void ended(long at, long late);

    /**
     * Called when there will be no complete response.
     *
     * @param outcome {@link Outcome#CONNECT}, {@link Outcome#TLS}, {@link Outcome#RESET}, {@link Outcome#MALFORMED} or,
     *     for a request that was cut off, {@link Outcome#INTERRUPTED}; {@link Outcome#CLIENT} if the client itself has
     *     failed
     * @param why a description on one line
     * @param late for how long unread input may have been waiting
     */
    void failed(Outcome outcome, String why, long late);
}
