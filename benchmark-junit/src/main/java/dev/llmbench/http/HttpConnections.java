package dev.llmbench.http;

import dev.llmbench.sample.StallLog;
import java.util.ArrayList;
import java.util.List;

/**
 * HTTP/1.1 to one server with event loops made for measurement: they know when they entered the selector, so the delay
 * that they add to a stamp can be bounded. A request uses an idle connection or opens another.
 */
final class HttpConnections implements HttpTransport {
    private static final int MOST_LOOPS = 4;

    /**
     * This many connections stay on the first loop. A second loop costs wake-ups of another thread, and many
     * connections that are opened at once on both outrun a server that must accept them all before it reads from one.
     */
    private static final int FEW = 512;

    /** The same if each needs a TLS handshake, which takes milliseconds. */
    private static final int FEW_ENCRYPTED = 16;

    private final List<EventLoop> loops = new ArrayList<>();
    private final Connector connector;
    private final int fewConnections;

    /** Creates a transport without connections.
     *
     * @param stalls the log of stalls, whose ticker stamps reads and writes, and in which stalls of the loops are
     *     recorded
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

    /** Returns the first loop if there are few connections, or else the loop with the fewest. */
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
