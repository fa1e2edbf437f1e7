package dev.llmbench.http;

import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** What it takes to open a connection to the one server. */
final class Connector implements AutoCloseable {
    private final Origin origin;
    private final Duration timeout;
    private final Resolver resolver;
    private final @Nullable SSLContext context;

    Connector(Origin origin, Duration timeout) {
        this.origin = origin;
        this.timeout = timeout;
        this.resolver = new Resolver(origin.host());
        this.context = origin.encrypted() ? systemDefault() : null;
    }

    /** With the trust store that the system names now, not the one that the JVM read first. */
    private static SSLContext systemDefault() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM cannot do TLS", e);
        }
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
