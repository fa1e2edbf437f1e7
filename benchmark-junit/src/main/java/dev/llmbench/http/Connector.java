package dev.llmbench.http;

import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Contains everything that is needed to open connections to the server, and what is known about its connections. */
final class Connector implements AutoCloseable {
    private final Destination destination;
    private final Resolver resolver;
    private final LongAdder reconnects = new LongAdder();
    private volatile boolean spoke;

    Connector(Destination destination) {
        this.destination = destination;
        this.resolver = new Resolver(destination.origin().host());
    }

    Destination destination() {
        return destination;
    }

    Resolver resolver() {
        return resolver;
    }

    /** Returns the TLS of a new connection; null if connections are not encrypted. */
    @Nullable
    Tls tls(EventLoop loop) {
        Optional<TlsContext> context = destination.tls();
        return context.isEmpty() ? null : Tls.to(destination.origin(), context.get(), loop.plain());
    }

    /** Called when a connection was opened. */
    void spokeHttp1() {
        spoke = true;
    }

    /** Called when a request is sent on another connection because its idle one had been closed. */
    void reconnects() {
        reconnects.increment();
    }

    /** Returns how often that has happened so far. */
    long reconnected() {
        return reconnects.sum();
    }

    /** Returns the HTTP versions that were used so far. */
    HttpVersions spoken() {
        return new HttpVersions(spoke, false);
    }

    @Override
    public void close() {
        resolver.close();
    }
}
