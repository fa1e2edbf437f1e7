package dev.llmbench.http;

import dev.llmbench.sample.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import javax.net.ssl.SSLParameters;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.http2.ssl.ApplicationProtocol;
import org.apache.hc.core5.reactor.ConnectionInitiator;
import org.apache.hc.core5.reactor.IOSession;
import org.apache.hc.core5.reactor.ProtocolIOSession;
import org.apache.hc.core5.reactor.ssl.SSLBufferMode;
import org.apache.hc.core5.reactor.ssl.TransportSecurityLayer;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Opens a connection of HttpClient for exchanges: looks the name up, tries its addresses one after another, and
 * completes the TLS handshake and, with HTTP/2, the exchange of settings.
 */
final class ApacheConnectionAttempt {
    private final ApacheConnections pool;
    private final Destination destination;
    private final ConnectionInitiator initiator;
    private final long begun;
    private final List<ApacheExchange> waiting = new ArrayList<>(1);
    private final Future<?> deadline;
    private InetAddress[] addresses = {};
    private int tried;
    private @Nullable Exception firstFailure;
    private @Nullable ApacheConnection connection;
    private @Nullable Future<IOSession> connecting;
    private boolean secured;
    private boolean over;

    ApacheConnectionAttempt(ApacheConnections pool, ConnectionInitiator initiator) {
        this.pool = pool;
        this.destination = pool.destination();
        this.initiator = initiator;
        this.begun = pool.now();
        this.deadline =
                pool.transport().later(this::late, destination.connectTimeout().toNanos());
    }

    /** Adds a waiting exchange if it is not too late and there is room. */
    synchronized boolean add(ApacheExchange attempt) {
        boolean early = pool.now() - begun < destination.connectTimeout().toNanos() / 2;
        if (over || waiting.size() >= pool.streams() || !(early || waiting.isEmpty())) {
            return false;
        }
        attempt.waitsFor(this);
        return waiting.add(attempt);
    }

    /** Called when the exchange has stopped waiting. */
    void leave(ApacheExchange attempt) {
        boolean last;
        synchronized (this) {
            last = waiting.remove(attempt) && waiting.isEmpty();
        }
        if (last) {
            taken();
            close();
        }
    }

    void begin() {
        if (destination.via().filter(ProxyRoute::socks).isPresent()) {
            // The proxy resolves the name.
            connect(InetSocketAddress.createUnresolved(
                    destination.origin().host(), destination.origin().port()));
            return;
        }
        InetAddress[] known = pool.resolver().known();
        if (known != null) {
            found(known);
            return;
        }
        pool.resolver().resolve(new Resolver.Found() {
            @Override
            public void addresses(InetAddress[] addresses) {
                found(addresses);
            }

            @Override
            public void nothing(String why) {
                fail(Outcome.CONNECT, why);
            }
        });
    }

    private void found(InetAddress[] found) {
        addresses = found;
        tryNext();
    }

    private void tryNext() {
        if (tried >= addresses.length) {
            fail(Outcome.CONNECT, firstFailure == null ? "the host has no address" : Failures.said(firstFailure));
            return;
        }
        connect(new InetSocketAddress(
                addresses[tried++],
                destination
                        .via()
                        .map(ProxyRoute::port)
                        .orElse(destination.origin().port())));
    }

    private void connect(SocketAddress to) {
        HttpHost named =
                new HttpHost(destination.origin().host(), destination.origin().port());
        Timeout timeout = Timeout.of(destination.connectTimeout());
        Future<IOSession> asked = initiator.connect(
                named,
                to,
                null,
                timeout,
                HttpVersionPolicy.FORCE_HTTP_1,
                new Then<IOSession>(this::connected, this::refused));
        synchronized (this) {
            connecting = asked;
        }
    }

    private void refused(Exception failure) {
        if (isOver()) {
            return;
        }
        firstFailure = firstFailure == null ? failure : firstFailure;
        tryNext();
    }

    private void connected(IOSession session) {
        ApacheConnection made = new ApacheConnection((ProtocolIOSession) session, pool, this);
        pool.opened(made);
        synchronized (this) {
            connection = made;
        }
        if (isOver()) {
            made.close();
            return;
        }
        Optional<ProxyRoute> tunnelled = destination
                .via()
                .filter(via -> !via.socks() && destination.tls().isPresent());
        if (tunnelled.isPresent()) {
            Tunnel.ask(
                    made.session(),
                    destination.origin(),
                    tunnelled.get(),
                    () -> begin(made),
                    why -> fail(Outcome.CONNECT, why));
        } else {
            begin(made);
        }
    }

    private void begin(ApacheConnection made) {
        made.speakHttp1();
        secure(made);
    }

    private void secure(ApacheConnection made) {
        Optional<TlsContext> tls = destination.tls();
        if (tls.isEmpty()) {
            secured(made, destination.http2());
            return;
        }
        HttpHost named =
                new HttpHost(destination.origin().name(), destination.origin().port());
        made.session()
                .startTls(
                        tls.get().context(),
                        named,
                        SSLBufferMode.STATIC,
                        (endpoint, engine) -> {
                            SSLParameters parameters = engine.getSSLParameters();
                            tls.get().demandName(parameters);
                            parameters.setApplicationProtocols(
                                    destination.http2()
                                            ? new String[] {
                                                ApplicationProtocol.HTTP_2.id, ApplicationProtocol.HTTP_1_1.id
                                            }
                                            : new String[] {ApplicationProtocol.HTTP_1_1.id});
                            engine.setSSLParameters(parameters);
                        },
                        null,
                        Timeout.of(destination.connectTimeout()),
                        new Then<TransportSecurityLayer>(
                                layer -> secured(
                                        made,
                                        ApplicationProtocol.HTTP_2.id.equals(
                                                layer.getTlsDetails().getApplicationProtocol())),
                                failure -> fail(Outcome.TLS, Failures.said(failure))));
    }

    private void secured(ApacheConnection made, boolean http2) {
        synchronized (this) {
            secured = true;
        }
        if (http2) {
            made.speakHttp2();
        } else {
            made.opened();
        }
    }

    /** Called when the connection is ready. Exchanges for which it has no room go to another one. */
    void settled(ApacheConnection made) {
        if (made.isHttp2() && made.most() == 0) {
            fail(Outcome.MALFORMED, "the server allows no requests on a connection");
            return;
        }
        pool.speaks(made);
        boolean carries = false;
        for (ApacheExchange attempt : taken()) {
            if (made.takes(attempt)) {
                carries = true;
                attempt.given(made, OptionalLong.of(begun));
            } else if (carries) {
                pool.find(attempt, initiator);
            } else {
                attempt.notBegun("the server accepts no more requests on the connection");
            }
        }
    }

    /** Called when the connection ended before it could be used. */
    void broken(@Nullable Exception cause) {
        boolean reached;
        synchronized (this) {
            reached = secured;
        }
        if (cause != null && reached && ApacheFailure.isMalformed(cause)) {
            fail(Outcome.MALFORMED, "the server does not speak HTTP/2, but perhaps HTTP/1.1: " + Failures.said(cause));
        } else {
            String why = cause == null ? Failures.CLOSED_BY_PEER : Failures.said(cause);
            if (reached) {
                fail(Outcome.CONNECT, why + " (before the server's HTTP/2 settings)");
            } else if (destination.tls().isEmpty() || destination.via().isPresent()) {
                fail(Outcome.CONNECT, why);
            } else {
                fail(Outcome.TLS, why);
            }
        }
    }

    private void late() {
        boolean connected;
        boolean reached;
        synchronized (this) {
            connected = connection != null;
            reached = secured;
        }
        if (reached) {
            fail(
                    Outcome.CONNECT,
                    "no HTTP/2 settings from the server within "
                            + destination.connectTimeout().toMillis() + " ms");
        } else {
            fail(connected ? Outcome.TLS : Outcome.CONNECT, Failures.late(connected, destination.connectTimeout()));
        }
    }

    void fail(Outcome outcome, String why) {
        List<ApacheExchange> all = taken();
        close();
        all.forEach(attempt -> attempt.refused(outcome, why));
    }

    private List<ApacheExchange> taken() {
        deadline.cancel(false);
        pool.over(this);
        synchronized (this) {
            over = true;
            List<ApacheExchange> all = List.copyOf(waiting);
            waiting.clear();
            return all;
        }
    }

    private synchronized boolean isOver() {
        return over;
    }

    private void close() {
        ApacheConnection made;
        Future<IOSession> asked;
        synchronized (this) {
            made = connection;
            asked = connecting;
        }
        if (made != null) {
            made.close();
        } else if (asked != null) {
            asked.cancel(false);
        }
    }

    /** A callback for success and one for failure. */
    private record Then<T>(Consumer<T> done, Consumer<Exception> not) implements FutureCallback<T> {
        @Override
        public void completed(T result) {
            done.accept(result);
        }

        @Override
        public void failed(Exception cause) {
            not.accept(cause);
        }

        @Override
        public void cancelled() {
            not.accept(new IOException("the client was closed"));
        }
    }
}
