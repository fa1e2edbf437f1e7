package dev.llmbench.http;

import java.time.Duration;
import java.util.Optional;

/**
 * The server that requests are sent to, and how to reach it.
 *
 * @param origin the server
 * @param tls the accepted certificates; empty for a server without TLS
 * @param http2 whether to use HTTP/2 if the server offers it during the TLS handshake. Without TLS there is no such
 *     offer, and HTTP/2 is used from the first byte
 * @param keepAlive whether HTTP/1.1 connections are reused; otherwise each request opens one
 * @param connectTimeout the maximum time to open a connection: name look-up, TCP, TLS and, with HTTP/2, the server's
 *     settings
 * @param via the proxy that connections go through; empty for a direct connection
 */
public record Destination(
        Origin origin,
        Optional<TlsContext> tls,
        boolean http2,
        boolean keepAlive,
        Duration connectTimeout,
        Optional<ProxyRoute> via) {

    /** Creates a destination that is reached directly. */
    public Destination(
            Origin origin, Optional<TlsContext> tls, boolean http2, boolean keepAlive, Duration connectTimeout) {
        this(origin, tls, http2, keepAlive, connectTimeout, Optional.empty());
    }

    /** Returns a destination that is reached directly with HTTP/1.1, without TLS, over persistent connections. */
    public static Destination plain(Origin origin, Duration connectTimeout) {
        return new Destination(origin, Optional.empty(), false, true, connectTimeout);
    }

    /** Returns whether its requests are sent by the event loops. */
    public boolean isForLoops() {
        return !http2 && via.isEmpty();
    }
}
