package dev.llmbench.http;

import dev.llmbench.sample.StallLog;
import java.util.ArrayList;
import java.util.List;

/**
 * HTTP/1.1 to one server by event loops made for measuring: they know when they entered the selector, so what they add to a
 * stamp can be bounded. A request takes a connection that is idle, or opens another.
 */
final class HttpConnections implements HttpTransport {
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

    /**
     * No connection yet.
     *
     * @param stalls its ticker stamps reads and writes; it knows, and is told, when threads stood still
     */
    HttpConnections(Destination destination, StallLog stalls) {
        this.connector = new Connector(destination);
        this.fewConnections = destination.tls().isPresent() ? FEW_ENCRYPTED : FEW;
        int count = Math.min(MOST_LOOPS, Runtime.getRuntime().availableProcessors());
        for (int i = 1; i <= count; i++) {
            EventLoop loop = EventLoop.open(stalls);
            loops.add(loop);
            loop.start("llm-load-io-" + i);
        }
    }

    @Override
    public ClientRequest send(HttpRequest request, HttpExchange exchange) {
        LoopRequest sending = reserved(request, exchange);
        sending.begin();
        return sending;
    }

    private LoopRequest reserved(HttpRequest request, HttpExchange exchange) {
        for (EventLoop loop : loops) {
            if (loop.idle().reserve()) {
                return new LoopRequest(request, exchange, loop, connector, true);
            }
        }
        return new LoopRequest(request, exchange, forOneMore(), connector, false);
    }

    /** The first with few connections; else the one with the fewest. */
    private EventLoop forOneMore() {
        EventLoop fewest = loops.get(0);
        for (EventLoop loop : loops) {
            if (loop.load() < fewConnections) {
                return loop;
            }
            if (loop.load() < fewest.load()) {
                fewest = loop;
            }
        }
        return fewest;
    }

    @Override
    public HttpVersions spoken() {
        return connector.spoken();
    }

    @Override
    public long reconnects() {
        return connector.reconnected();
    }

    @Override
    public void close() {
        loops.forEach(EventLoop::close);
        connector.close();
    }
}
