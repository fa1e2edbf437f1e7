package dev.llmbench.http;

import dev.llmbench.sample.StallLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The connections to one server, spread over event loops. A request takes one that is idle, or in HTTP/2 one with room, or
 * opens another: there is no bound on them, and no request waits for another's end.
 */
public final class HttpConnections implements AutoCloseable {
    private static final int MOST_LOOPS = 4;

    /**
     * So many connections stay on the first loop. A second one costs wake-ups of a further thread, and many that open
     * at once on both outrun a server that has to accept them all before it reads from one.
     */
    private static final int FEW = 512;

    /** The same where each takes a handshake, which costs milliseconds. */
    private static final int FEW_ENCRYPTED = 16;

    private final List<EventLoop> loops = new ArrayList<>();
    private final Connector connector;
    private final int fewConnections;

    /** No connection yet, none in HTTP/2, and none to a server whose certificate the JVM does not trust. */
    public HttpConnections(Origin origin, Duration connectTimeout, StallLog stalls) {
        this(origin, TlsContext::usual, false, true, connectTimeout, stalls);
    }

    /**
     * No connection yet.
     *
     * @param trust whose certificates are accepted; asked where the server is spoken to by TLS
     * @param http2 whether HTTP/2 is spoken where a server offers it in TLS. Without TLS nothing can be offered: there it is
     *     spoken from the first byte on
     * @param keepAlive whether a connection in HTTP/1.1 is used again; else each request opens one
     * @param connectTimeout how long opening one may take: name look-up, TCP, TLS, and in HTTP/2 the server's settings
     * @param stalls its ticker stamps reads and writes; it knows, and is told, when threads stood still
     */
    public HttpConnections(
            Origin origin,
            Supplier<TlsContext> trust,
            boolean http2,
            boolean keepAlive,
            Duration connectTimeout,
            StallLog stalls) {
        this.connector =
                new Connector(origin, origin.encrypted() ? trust.get() : null, http2, keepAlive, connectTimeout);
        this.fewConnections = origin.encrypted() ? FEW_ENCRYPTED : FEW;
        int count = Math.min(MOST_LOOPS, Runtime.getRuntime().availableProcessors());
        for (int i = 1; i <= count; i++) {
            EventLoop loop = EventLoop.open(stalls);
            loops.add(loop);
            loop.start("llm-load-io-" + i);
        }
    }

    /** Sends a request and returns at once. */
    public ClientRequest send(HttpRequest request, HttpExchange exchange) {
        ClientRequest sending = reserved(request, exchange);
        sending.begin();
        return sending;
    }

    private ClientRequest reserved(HttpRequest request, HttpExchange exchange) {
        for (EventLoop loop : loops) {
            if (loop.idle().reserve()) {
                return new ClientRequest(request, exchange, loop, connector, true);
            }
        }
        return new ClientRequest(request, exchange, forOneMore(), connector, false);
    }

    /** The first with few connections, or where they are shared with few requests; else the one with the fewest. */
    private EventLoop forOneMore() {
        int few = Math.max(fewConnections, connector.streams());
        EventLoop fewest = loops.get(0);
        for (EventLoop loop : loops) {
            if (loop.load() < few) {
                return loop;
            }
            if (loop.load() < fewest.load()) {
                fewest = loop;
            }
        }
        return fewest;
    }

    /** Which versions of HTTP were spoken so far. */
    public HttpVersions spoken() {
        return connector.spoken();
    }

    /** How many requests were sent once more so far, since the connection that was kept alive for them had ended. */
    public long reconnects() {
        return connector.reconnected();
    }

    /** Closes all connections; what is in flight fails as interrupted before this returns. */
    @Override
    public void close() {
        loops.forEach(EventLoop::close);
        connector.close();
    }
}
