package dev.llmbench.openai;

import dev.llmbench.metric.Outcome;
import dev.llmbench.metric.RequestSample;
import dev.llmbench.metric.Ticker;
import dev.llmbench.plan.Target;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.bootstrap.AsyncRequesterBootstrap;
import org.apache.hc.core5.http.impl.bootstrap.HttpAsyncRequester;
import org.apache.hc.core5.http.nio.AsyncClientEndpoint;
import org.apache.hc.core5.http.nio.ssl.TlsStrategy;
import org.apache.hc.core5.http.protocol.HttpProcessorBuilder;
import org.apache.hc.core5.http.protocol.RequestConnControl;
import org.apache.hc.core5.http.protocol.RequestContent;
import org.apache.hc.core5.http.protocol.RequestTargetHost;
import org.apache.hc.core5.http.protocol.RequestUserAgent;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to an OpenAI-compatible endpoint over HTTP/1.1 with connections kept alive. It stands on the transport
 * layer of Apache HttpClient, below the features that would falsify a measurement: no retries, no redirects, no cookies,
 * no decompression, no bound on connections.
 */
public final class OpenAiClient implements Transport {
    private static final String CLOSED = "the client was closed";
    private static final int UNBOUNDED = Integer.MAX_VALUE;
    private static final TimeValue CONNECT_TIMEOUT_PRECISION = TimeValue.ofMilliseconds(100);
    private static final int MOST_IO_THREADS = 4;

    /**
     * Bytes of each of a connection's three buffers: room for half a dozen events. The transport's own default takes 100 KB a
     * connection, which thousands of streams have not got, and which a collector copies in pauses of its own.
     */
    private static final int BUFFER_SIZE = 2 * 1024;

    private final HttpAsyncRequester requester;
    private final RequestHead head;
    private final AnswerReaders readers;
    private final Timeout connectTimeout;
    private final Set<Exchange> inFlight = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * A client with no connection yet.
     *
     * @param streaming whether responses are streams of events
     */
    public OpenAiClient(Target target, boolean streaming, Ticker ticker) {
        this.head = new RequestHead(target, streaming);
        this.readers = new AnswerReaders(streaming);
        this.connectTimeout = timeout(target.connectTimeout());
        this.requester = AsyncRequesterBootstrap.bootstrap()
                .setIOReactorConfig(IOReactorConfig.custom()
                        .setIoThreadCount(ioThreads())
                        .setTcpNoDelay(true)
                        .setSoTimeout(Timeout.DISABLED)
                        .setSelectInterval(CONNECT_TIMEOUT_PRECISION)
                        .build())
                .setHttp1Config(Http1Config.custom().setBufferSize(BUFFER_SIZE).build())
                .setHttpProcessor(HttpProcessorBuilder.create()
                        .addAll(
                                new RequestTargetHost(),
                                new RequestContent(),
                                new RequestConnControl(),
                                new RequestUserAgent("benchmark-junit"))
                        .build())
                .setMaxTotal(UNBOUNDED)
                .setDefaultMaxPerRoute(UNBOUNDED)
                .setTlsStrategy(tls(target))
                .setTlsHandshakeTimeout(connectTimeout)
                .setIOSessionDecorator(session -> new TimedSession(session, ticker))
                .create();
        requester.start();
    }

    /** One a core: where a single one has too much to read, what is to be sent waits behind that. */
    private static int ioThreads() {
        return Math.min(MOST_IO_THREADS, Runtime.getRuntime().availableProcessors());
    }

    /** Only where it is needed: it brings a logging facade, which speaks up where an application has no logger. */
    private static @Nullable TlsStrategy tls(Target target) {
        return "https".equals(target.endpoint().getScheme()) ? DefaultClientTlsStrategy.createDefault() : null;
    }

    private static Timeout timeout(Duration duration) {
        return Timeout.ofMilliseconds(Math.max(1, duration.toMillis()));
    }

    @Override
    public InFlight send(Call call, Consumer<RequestSample> whenEnded) {
        Exchange exchange = new Exchange(call, head, readers, this::lease, (ended, sample) -> {
            inFlight.remove(ended);
            whenEnded.accept(sample);
        });
        inFlight.add(exchange);
        if (closed) {
            exchange.cut(Outcome.INTERRUPTED, CLOSED);
        }
        exchange.start();
        return exchange;
    }

    private Future<AsyncClientEndpoint> lease(FutureCallback<AsyncClientEndpoint> callback) {
        return requester.connect(head.host(), connectTimeout, null, callback);
    }

    @Override
    public void close() {
        closed = true;
        inFlight.forEach(exchange -> exchange.cut(Outcome.INTERRUPTED, CLOSED));
        requester.close(CloseMode.IMMEDIATE);
        // What the transport dropped without a word must still have its sample.
        inFlight.forEach(Exchange::cancel);
    }
}
