package dev.llmbench.http;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.nio.AsyncClientConnectionManager;
import org.apache.hc.client5.http.nio.AsyncConnectionEndpoint;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.ConnectionInitiator;
import org.apache.hc.core5.reactor.IOSession;
import org.apache.hc.core5.reactor.IOSessionListener;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * The connections of HttpClient to one server. Their number is unlimited. HttpClient's own pool opens a connection for
 * each request that is sent before the first one is ready, and makes requests above the server's stream limit wait.
 * Here, requests share a connection up to that limit.
 */
final class ApacheConnections implements AsyncClientConnectionManager, IOSessionListener {
    private final ApacheTransport transport;
    private final Destination destination;
    private final Resolver resolver;
    private final Map<String, ApacheConnection> bySession = new ConcurrentHashMap<>();
    private final Deque<ApacheConnection> idle = new ArrayDeque<>();
    private final List<ApacheConnection> shared = new ArrayList<>();
    private @Nullable ApacheConnectionAttempt joined;
    private volatile int streams;
    private volatile boolean spokeHttp1;
    private volatile boolean spokeHttp2;

    ApacheConnections(Destination destination, ApacheTransport transport) {
        this.destination = destination;
        this.transport = transport;
        this.resolver = new Resolver(destination
                .via()
                .filter(via -> !via.socks())
                .map(ProxyRoute::host)
                .orElse(destination.origin().host()));
        this.streams = destination.http2() ? ApacheHttp2.MOST_STREAMS : 1;
    }

    ApacheTransport transport() {
        return transport;
    }

    Destination destination() {
        return destination;
    }

    Resolver resolver() {
        return resolver;
    }

    long now() {
        return transport.now();
    }

    HttpVersions spoken() {
        return new HttpVersions(spokeHttp1, spokeHttp2);
    }

    /** Returns how many requests a connection can probably carry at once. */
    int streams() {
        return streams;
    }

    // AsyncClientConnectionManager.

    @Override
    public Future<AsyncConnectionEndpoint> lease(
            String id,
            HttpRoute route,
            @Nullable Object state,
            Timeout timeout,
            FutureCallback<AsyncConnectionEndpoint> callback) {
        Leased lease = new Leased();
        callback.completed(lease);
        return CompletableFuture.completedFuture(lease);
    }

    @Override
    public Future<AsyncConnectionEndpoint> connect(
            AsyncConnectionEndpoint endpoint,
            ConnectionInitiator initiator,
            @Nullable Timeout timeout,
            @Nullable Object attachment,
            HttpContext context,
            FutureCallback<AsyncConnectionEndpoint> callback) {
        ApacheExchange attempt = ApacheExchange.in(context);
        attempt.waitsFor((Leased) endpoint, callback);
        find(attempt, initiator);
        return new CompletableFuture<>();
    }

    @Override
    public void release(AsyncConnectionEndpoint endpoint, @Nullable Object state, TimeValue keepAlive) {
        // The exchange releases the connection as soon as it is free.
    }

    @Override
    public void upgrade(AsyncConnectionEndpoint endpoint, @Nullable Object attachment, HttpContext context) {
        throw new UnsupportedOperationException("A connection is encrypted before it is leased");
    }

    @Override
    public void close(CloseMode mode) {
        close();
    }

    @Override
    public void close() {
        resolver.close();
        List.copyOf(bySession.values()).forEach(ApacheConnection::close);
    }

    // Finding a connection for an exchange.

    void find(ApacheExchange attempt, ConnectionInitiator initiator) {
        ApacheConnection free = attempt.needsNewConnection() ? withRoom(attempt) : free(attempt);
        if (free != null) {
            attempt.given(free, OptionalLong.empty());
            return;
        }
        ApacheConnectionAttempt begun;
        synchronized (this) {
            ApacheConnectionAttempt before = joined;
            if (before != null && before.add(attempt)) {
                return;
            }
            begun = new ApacheConnectionAttempt(this, initiator);
            begun.add(attempt);
            if (streams > 1) {
                joined = begun;
            }
        }
        begun.begin();
    }

    private synchronized @Nullable ApacheConnection free(ApacheExchange attempt) {
        for (ApacheConnection last = idle.pollLast(); last != null; last = idle.pollLast()) {
            if (last.takes(attempt)) {
                return last;
            }
            last.close();
        }
        return withRoom(attempt);
    }

    /** Returns the connection that carries the fewest exchanges; null if none has room. */
    private synchronized @Nullable ApacheConnection withRoom(ApacheExchange attempt) {
        return shared.stream()
                .sorted(Comparator.comparingInt(ApacheConnection::load))
                .filter(connection -> connection.takes(attempt))
                .findFirst()
                .orElse(null);
    }

    // Events of connections.

    void opened(ApacheConnection connection) {
        bySession.put(connection.session().getId(), connection);
    }

    /** Called when the connection is ready for requests. */
    synchronized void speaks(ApacheConnection connection) {
        if (connection.isHttp2()) {
            spokeHttp2 = true;
            streams = Math.max(1, connection.most());
            shared.add(connection);
        } else {
            spokeHttp1 = true;
            streams = 1;
        }
    }

    synchronized void over(ApacheConnectionAttempt opening) {
        if (joined == opening) {
            joined = null;
        }
    }

    synchronized void free(ApacheConnection connection) {
        idle.addLast(connection);
    }

    synchronized void gone(ApacheConnection connection) {
        idle.remove(connection);
        shared.remove(connection);
    }

    @Override
    public void exception(IOSession session, Exception cause) {
        ApacheConnection connection = bySession.get(session.getId());
        if (connection != null) {
            connection.broken(cause);
        }
    }

    @Override
    public void disconnected(IOSession session) {
        ApacheConnection connection = bySession.remove(session.getId());
        if (connection != null) {
            connection.broken(null);
        }
    }

    @Override
    public void connected(IOSession session) {
        // The connection attempt is notified by its callback.
    }

    @Override
    public void startTls(IOSession session) {
        // Likewise.
    }

    @Override
    public void inputReady(IOSession session) {
        // The decorator takes the timestamps.
    }

    @Override
    public void outputReady(IOSession session) {
        // Likewise.
    }

    @Override
    public void timeout(IOSession session) {
        // The engine enforces the timeout.
    }
}
