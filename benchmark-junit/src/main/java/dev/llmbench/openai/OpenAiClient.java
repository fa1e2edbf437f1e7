package dev.llmbench.openai;

import dev.llmbench.http.HttpConnections;
import dev.llmbench.metric.RequestSample;
import dev.llmbench.metric.Ticker;
import dev.llmbench.plan.Target;
import java.util.function.Consumer;

/** Sends requests to an OpenAI-compatible endpoint over HTTP/1.1 with connections kept alive. */
public final class OpenAiClient implements Transport {
    private final RequestHead head;
    private final AnswerReaders readers;
    private final HttpConnections connections;

    /**
     * A client with no connection yet.
     *
     * @param streaming whether responses are streams of events
     */
    public OpenAiClient(Target target, boolean streaming, Ticker ticker) {
        this.head = new RequestHead(target, streaming);
        this.readers = new AnswerReaders(streaming);
        this.connections = new HttpConnections(head.origin(), target.connectTimeout(), ticker);
    }

    @Override
    public InFlight send(Call call, Consumer<RequestSample> whenEnded) {
        Exchange exchange = new Exchange(call, head, readers, whenEnded);
        exchange.start(connections);
        return exchange;
    }

    @Override
    public void close() {
        connections.close();
    }
}
