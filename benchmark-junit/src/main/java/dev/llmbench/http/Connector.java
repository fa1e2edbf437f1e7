package dev.llmbench.http;

import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Holds all that opening a connection to the one server takes, and what was seen of it. */
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

    /** The TLS of one connection; null if the connection is not encrypted. */
    @Nullable
    Tls tls(EventLoop loop) {
        Optional<TlsContext> context = destination.tls();
        return context.isEmpty() ? null : Tls.to(destination.origin(), context.get(), loop.plain());
    }

    /** A connection was opened. */
    void spokeHttp1() {
        spoke = true;
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
        return new HttpVersions(spoke, false);
    }

    @Override
    public void close() {
        resolver.close();
    }
}
