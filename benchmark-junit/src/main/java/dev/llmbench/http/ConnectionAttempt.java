package dev.llmbench.http;

import dev.llmbench.sample.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection being opened for requests: the name looked up, its addresses tried one after the other, TLS, and what the
 * protocol begins with.
 */
final class ConnectionAttempt {
    private final List<ClientRequest> waiting = new ArrayList<>(1);
    private final EventLoop loop;
    private final Connector connector;
    private final long begun;
    private InetAddress[] addresses = {};
    private int tried;
    private @Nullable Connection connection;
    private @Nullable IOException firstFailure;
    private boolean over;

    ConnectionAttempt(EventLoop loop, Connector connector) {
        this.loop = loop;
        this.connector = connector;
        this.begun = loop.ticker().nanos();
    }

    /** Whether another request may wait for it. One that came late would have less time than it was promised. */
    boolean hasRoom() {
        return !over
                && waiting.size() < connector.streams()
                && loop.ticker().nanos() - begun < connector.timeout().toNanos() / 2;
    }

    void add(ClientRequest sending) {
        waiting.add(sending);
    }

    void begin() {
        loop.watch(this);
        InetAddress[] known = connector.resolver().known();
        if (known != null) {
            found(known);
            return;
        }
        connector.resolver().resolve(new Resolver.Found() {
            @Override
            public void addresses(InetAddress[] addresses) {
                loop.execute(() -> guarded(() -> found(addresses)));
            }

            @Override
            public void nothing(String why) {
                loop.execute(() -> guarded(() -> fail(Outcome.CONNECT, why)));
            }
        });
    }

    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            broke(e);
        }
    }

    private void found(InetAddress[] found) {
        addresses = found;
        tryNext();
    }

    private void tryNext() {
        while (!over && connection == null) {
            if (tried == addresses.length) {
                fail(Outcome.CONNECT, firstFailure == null ? "the host has no address" : Failures.said(firstFailure));
                return;
            }
            try {
                connect(addresses[tried++]);
            } catch (IOException e) {
                note(e);
            }
        }
    }

    private void note(IOException failure) {
        firstFailure = firstFailure == null ? failure : firstFailure;
    }

    private void connect(InetAddress address) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            InetSocketAddress to =
                    new InetSocketAddress(address, connector.origin().port());
            // To a server on this machine the connection is there as soon as it is asked for.
            boolean connected = channel.connect(to) || channel.finishConnect();
            Connection made = new Connection(loop, connector, channel, this, connected);
            connection = made;
            if (connected) {
                made.connected();
            }
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** The address does not answer. */
    void refused(IOException failure) {
        connection = null;
        note(failure);
        guarded(this::tryNext);
    }

    /** Requests can be sent over it. Those that it has no room for go on to another. */
    void opened(Protocol opened) {
        if (over) {
            return;
        }
        over = true;
        long now = loop.ticker().nanos();
        boolean carries = false;
        for (ClientRequest sending : taken()) {
            if (opened.hasRoom()) {
                carries = true;
                sending.opened(opened, now);
            } else if (carries) {
                sending.waitOn();
            } else {
                sending.notBegun("the server takes no request on the connection");
            }
        }
    }

    /** The connection is there, and TLS over it is not to be had, or the server ended it before it said how it speaks. */
    void brokenOff(String why, boolean secured) {
        if (secured) {
            fail(Outcome.CONNECT, why + " (before the server's HTTP/2 settings)");
        } else {
            fail(Outcome.TLS, why);
        }
    }

    /** The server speaks something else. */
    void noProtocol(String why) {
        fail(Outcome.MALFORMED, why);
    }

    boolean isOver() {
        return over;
    }

    long deadline() {
        return begun + connector.timeout().toNanos();
    }

    void endLate() {
        Connection made = connection;
        String within = " within " + connector.timeout().toMillis() + " ms";
        if (made == null || !made.isConnected()) {
            fail(Outcome.CONNECT, "no connection" + within);
        } else if (made.isSecured()) {
            fail(Outcome.CONNECT, "no HTTP/2 settings from the server" + within);
        } else {
            fail(Outcome.TLS, "no end of the TLS handshake" + within);
        }
    }

    void interrupt(EventLoop.End end) {
        end(end::of);
    }

    void broke(Throwable flaw) {
        end(sending -> sending.broke(flaw));
    }

    private void fail(Outcome outcome, String why) {
        end(sending -> sending.failed(outcome, why));
    }

    private void end(Consumer<ClientRequest> each) {
        if (!over) {
            abandon();
            taken().forEach(each);
        }
    }

    private List<ClientRequest> taken() {
        List<ClientRequest> all = List.copyOf(waiting);
        waiting.clear();
        return all;
    }

    /** The request does not wait any more. */
    void leave(ClientRequest sending) {
        waiting.remove(sending);
        if (waiting.isEmpty()) {
            abandon();
        }
    }

    private void abandon() {
        over = true;
        Connection made = connection;
        if (made != null) {
            made.close();
        }
    }
}
