package dev.llmbench.http;

import dev.llmbench.metric.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The connections to one server, spread over event loops. A request takes one that is idle, or opens another: there is no
 * bound on them, and no request waits for one.
 */
public final class HttpConnections implements AutoCloseable {
    private static final int MOST_LOOPS = 4;

    /** A second loop costs wake-ups of a further thread, and saves waiting only where the first has much to read. */
    private static final int FEW = 64;

    private final List<EventLoop> loops = new ArrayList<>();
    private final Connector connector;

    /**
     * No connection yet.
     *
     * @param connectTimeout how long opening one may take: name look-up, TCP and TLS together
     * @param ticker stamps reads and writes
     */
    public HttpConnections(Origin origin, Duration connectTimeout, Ticker ticker) {
        this.connector = new Connector(origin, connectTimeout);
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
        Sending sending = new Sending(head, body, exchange, loop(), connector);
        sending.begin();
        return sending;
    }

    /** One with an idle connection; else the first with few; else the one with the fewest. */
    private EventLoop loop() {
        for (EventLoop loop : loops) {
            if (loop.idle().reserve()) {
                return loop;
            }
        }
        EventLoop fewest = loops.get(0);
        for (EventLoop loop : loops) {
            if (loop.connections() < FEW) {
                return loop;
            }
            if (loop.connections() < fewest.connections()) {
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
