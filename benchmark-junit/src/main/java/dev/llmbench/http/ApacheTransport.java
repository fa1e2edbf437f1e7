package dev.llmbench.http;

import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.StallLog;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.Message;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.nio.entity.BasicAsyncEntityProducer;
import org.apache.hc.core5.http.nio.entity.DiscardingEntityConsumer;
import org.apache.hc.core5.http.nio.support.BasicRequestProducer;
import org.apache.hc.core5.http.nio.support.BasicResponseConsumer;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOReactorConfig;

/**
 * Sends requests with Apache HttpClient: HTTP/2, and HTTP/1.1 with features that the event loops lack. Its retries,
 * redirects, cookies, authentication and decompression are disabled, since each would distort the measurement.
 */
final class ApacheTransport implements HttpTransport {
    private static final int MOST_THREADS = 4;
    private static final byte[] NOTHING = {};

    private final Stamps stamps;
    private final ApacheConnections connections;
    private final HttpHost server;
    private final CloseableHttpAsyncClient client;
    private final ScheduledThreadPoolExecutor deadlines;
    private final Set<ApacheRequest> inFlight = ConcurrentHashMap.newKeySet();
    private final LongAdder reconnects = new LongAdder();
    private volatile boolean closed;

    ApacheTransport(Destination destination, StallLog stalls) {
        this(destination, stalls, Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors()));
    }

    ApacheTransport(Destination destination, StallLog stalls, int threads) {
        this.stamps = new Stamps(stalls);
        this.connections = new ApacheConnections(destination, this);
        Origin origin = destination.origin();
        // Its connections are already encrypted when the chain sees them.
        this.server = new HttpHost("http", origin.host(), origin.port());
        HttpRoute route = new HttpRoute(server);
        this.deadlines = new ScheduledThreadPoolExecutor(1, threads("llm-load-deadlines-"));
        deadlines.setRemoveOnCancelPolicy(true);
        this.client = HttpAsyncClients.custom()
                .setConnectionManager(connections)
                .setIoSessionDecorator(stamps)
                .setIOSessionListener(connections)
                .setIOReactorConfig(reactor(destination, threads))
                .setThreadFactory(threads("llm-load-io-"))
                .setRoutePlanner((target, context) -> route)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setAuthenticationEnabled(false)
                        .setContentCompressionEnabled(false)
                        .setRedirectsEnabled(false)
                        .build())
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableConnectionState()
                .build();
        client.start();
    }

    private static IOReactorConfig reactor(Destination destination, int threads) {
        IOReactorConfig.Builder described =
                IOReactorConfig.custom().setIoThreadCount(threads).setTcpNoDelay(true);
        destination.via().filter(ProxyRoute::socks).ifPresent(via -> {
            described.setSocksProxyAddress(new InetSocketAddress(via.host(), via.port()));
            if (!via.user().isEmpty()) {
                described.setSocksProxyUsername(via.user()).setSocksProxyPassword(via.password());
            }
        });
        return described.build();
    }

    private static ThreadFactory threads(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public ClientRequest send(HttpRequest request, HttpExchange exchange) {
        ApacheRequest sending = new ApacheRequest(request, exchange, this);
        inFlight.add(sending);
        if (closed) {
            sending.end("the client was closed");
        } else {
            sending.begin();
        }
        return sending;
    }

    /** Hands an exchange to HttpClient, which asks for a connection before this method returns. */
    @SuppressWarnings("FutureReturnValueIgnored") // Unheard is notified as well.
    void execute(ApacheExchange attempt) {
        HttpClientContext context = HttpClientContext.create();
        attempt.putInto(context);
        client.execute(
                new BasicRequestProducer(
                        new BasicHttpRequest("POST", server, "/"), new BasicAsyncEntityProducer(NOTHING)),
                new BasicResponseConsumer<>(new DiscardingEntityConsumer<Void>()),
                context,
                new Unheard(attempt));
    }

    /** Receives the outcome of HttpClient's own request, for an exchange that was not notified otherwise. */
    private record Unheard(ApacheExchange attempt)
            implements FutureCallback<Message<org.apache.hc.core5.http.HttpResponse, Void>> {
        @Override
        public void completed(Message<org.apache.hc.core5.http.HttpResponse, Void> result) {
            // The exchange was notified.
        }

        @Override
        public void failed(Exception cause) {
            attempt.refused(Outcome.CLIENT, "the client failed: " + cause);
        }

        @Override
        public void cancelled() {
            attempt.refused(Outcome.INTERRUPTED, "the client was closed");
        }
    }

    Stamps stamps() {
        return stamps;
    }

    long now() {
        return stamps.now();
    }

    Future<?> later(Runnable task, long nanos) {
        try {
            return deadlines.schedule(task, nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            return new FutureTask<>(task, null);
        }
    }

    void countReconnect() {
        reconnects.increment();
    }

    void ended(ApacheRequest sending) {
        inFlight.remove(sending);
    }

    @Override
    public HttpVersions spoken() {
        return connections.spoken();
    }

    @Override
    public long reconnects() {
        return reconnects.sum();
    }

    @Override
    public void close() {
        closed = true;
        List.copyOf(inFlight).forEach(sending -> sending.end("the client was closed"));
        deadlines.shutdownNow();
        client.close(CloseMode.IMMEDIATE);
    }
}
