package dev.llmbench.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What it takes to open a connection to the one server. */
final class Connector implements AutoCloseable {
    private final Origin origin;
    private final Duration timeout;
    private final Resolver resolver;
    private final @Nullable TlsContext context;

    /**
     * @param context whose certificates are accepted; null where the server is spoken to without TLS
     */
    Connector(Origin origin, @Nullable TlsContext context, Duration timeout) {
        this.origin = origin;
        this.timeout = timeout;
        this.resolver = new Resolver(origin.host());
        this.context = context;
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
        return context == null ? null : Tls.to(origin, context, loop.plain());
    }

    @Override
    public void close() {
        resolver.close();
    }
}
