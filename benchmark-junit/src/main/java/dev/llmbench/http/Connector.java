package dev.llmbench.http;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Holds all that opening a connection to the one server takes, and the protocols that it was seen to speak. */
final class Connector implements AutoCloseable {
    /** So many requests share a connection at the most. RFC 9113 asks servers to allow that many at least. */
    static final int MOST_STREAMS = 100;

    private static final String HTTP_1 = "http/1.1";
    private static final String HTTP_2 = "h2";

    private final Origin origin;
    private final Duration timeout;
    private final Resolver resolver;
    private final @Nullable TlsContext context;
    private final String[] protocols;

    /** How many requests a connection will carry at once, as far as is known. */
    private volatile int streams;

    private volatile boolean spokeHttp1;
    private volatile boolean spokeHttp2;
    private final boolean keepAlive;
    private final LongAdder reconnects = new LongAdder();

    /**
     * @param context whose certificates are accepted; null where the server is spoken to without TLS
     * @param http2 whether HTTP/2 is spoken where TLS shows that the server can, and always where there is no TLS
     * @param keepAlive whether a connection in HTTP/1.1 is used again
     */
    Connector(Origin origin, @Nullable TlsContext context, boolean http2, boolean keepAlive, Duration timeout) {
        this.origin = origin;
        this.keepAlive = keepAlive;
        this.timeout = timeout;
        this.resolver = new Resolver(origin.host());
        this.context = context;
        this.protocols = http2 ? new String[] {HTTP_2, HTTP_1} : new String[] {HTTP_1};
        this.streams = http2 ? MOST_STREAMS : 1;
    }

    Origin origin() {
        return origin;
    }

    Duration timeout() {
        return timeout;
    }

    Resolver resolver() {
        return resolver;
    }

    /** TLS for one connection; null where the server is spoken to without. */
    @Nullable
    Tls tls(EventLoop loop) {
        return context == null ? null : Tls.to(origin, context, protocols.clone(), loop.plain());
    }

    /** Whether HTTP/2 is to be spoken over a connection, now that its handshake is done where it has one. */
    boolean speaksHttp2(@Nullable Tls tls) {
        boolean speaks =
                tls == null ? protocols[0].equals(HTTP_2) : tls.protocol().equals(HTTP_2);
        if (!speaks) {
            streams = 1;
            spokeHttp1 = true;
        }
        return speaks;
    }

    /** The server speaks HTTP/2, and takes that many requests at once. */
    void agreed(int most) {
        streams = Math.max(1, most);
        spokeHttp2 = true;
    }

    /** How many requests one connection will carry at once, as far as is known. */
    int streams() {
        return streams;
    }

    boolean keepsAlive() {
        return keepAlive;
    }

    /** A request is sent on another connection, since the one that was kept alive had ended. */
    void reconnects() {
        reconnects.increment();
    }

    /** How many requests were so far. */
    long reconnected() {
        return reconnects.sum();
    }

    /** Which versions of HTTP were spoken so far. */
    HttpVersions spoken() {
        return new HttpVersions(spokeHttp1, spokeHttp2);
    }

    @Override
    public void close() {
        resolver.close();
    }
}
