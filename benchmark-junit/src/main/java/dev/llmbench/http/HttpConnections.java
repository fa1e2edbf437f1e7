package dev.llmbench.http;

import dev.llmbench.metric.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The connections to one server, spread over event loops. A request takes one that is idle, or opens another: there is no
 * bound on them, and no request waits for one.
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
    private final int few;

    /** No connection yet, and none to a server whose certificate the JVM does not trust. */
    public HttpConnections(Origin origin, Duration connectTimeout, Ticker ticker) {
        this(origin, TlsContext::usual, connectTimeout, ticker);
    }

    /**
     * No connection yet.
     *
     * @param trust whose certificates are accepted; asked where the server is spoken to by TLS
     * @param connectTimeout how long opening one may take: name look-up, TCP and TLS together
     * @param ticker stamps reads and writes
     */
    public HttpConnections(Origin origin, Supplier<TlsContext> trust, Duration connectTimeout, Ticker ticker) {
        this.connector = new Connector(origin, origin.encrypted() ? trust.get() : null, connectTimeout);
        this.few = origin.encrypted() ? FEW_ENCRYPTED : FEW;
        int count = Math.min(MOST_LOOPS, Runtime.getRuntime().availableProcessors());
        for (int i = 1; i <= count; i++) {
            EventLoop loop = EventLoop.open(ticker);
            loops.add(loop);
            loop.start("llm-load-io-" + i);
        }
    }

    /**
     * Sends a request and returns at once.
     *
     * @param head the request line and all headers, the blank line with them
     */
    public Sending send(byte[] head, byte[] body, HttpExchange exchange) {
        Sending sending = reserved(head, body, exchange);
        sending.begin();
        return sending;
    }

    private Sending reserved(byte[] head, byte[] body, HttpExchange exchange) {
        for (EventLoop loop : loops) {
            if (loop.idle().reserve()) {
                return new Sending(head, body, exchange, loop, connector, true);
            }
        }
        return new Sending(head, body, exchange, forOneMore(), connector, false);
    }

    /** The first with few connections; else the one with the fewest. */
    private EventLoop forOneMore() {
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

    /** Closes all connections; what is in flight fails as interrupted before this returns. */
    @Override
    public void close() {
        loops.forEach(EventLoop::close);
        connector.close();
    }
}
