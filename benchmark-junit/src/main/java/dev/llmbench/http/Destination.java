package dev.llmbench.http;

import java.time.Duration;
import java.util.Optional;

/**
 * The server that requests go to, and how they are to get there.
 *
 * @param origin the server
 * @param tls whose certificates are accepted; empty for a server that is spoken to without TLS
 * @param http2 whether HTTP/2 is spoken where a server offers it in TLS. Without TLS nothing can be offered: there it is
 *     spoken from the first byte on
 * @param keepAlive whether a connection in HTTP/1.1 is used again; else each request opens one
 * @param connectTimeout how long opening one may take: name look-up, TCP, TLS, and in HTTP/2 the server's settings
 * @param via the proxy that connections go through; empty for the direct way
 */
public record Destination(
        Origin origin,
        Optional<TlsContext> tls,
        boolean http2,
        boolean keepAlive,
        Duration connectTimeout,
        Optional<ProxyRoute> via) {

    /** A server that is reached directly. */
    public Destination(
            Origin origin, Optional<TlsContext> tls, boolean http2, boolean keepAlive, Duration connectTimeout) {
        this(origin, tls, http2, keepAlive, connectTimeout, Optional.empty());
    }

    /** A server that is spoken to in HTTP/1.1, without TLS, over connections that are kept alive. */
    public static Destination plain(Origin origin, Duration connectTimeout) {
        return new Destination(origin, Optional.empty(), false, true, connectTimeout);
    }

    /** Whether the event loops carry its requests. */
    public boolean isForLoops() {
        return !http2 && via.isEmpty();
    }
}
