package dev.llmbench.http;

import dev.llmbench.sample.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Opens a connection for a request: looks the name up, tries its addresses one after another, and completes the TLS
 * handshake.
 */
final class ConnectionAttempt {
    private final EventLoop loop;
    private final Connector connector;
    private final LoopRequest sending;
    private final long begun;
    private InetAddress[] addresses = {};
    private int tried;
    private @Nullable Connection connection;
    private @Nullable IOException firstFailure;
    private boolean over;

    ConnectionAttempt(EventLoop loop, Connector connector, LoopRequest sending) {
        this.loop = loop;
        this.connector = connector;
        this.sending = sending;
        this.begun = loop.ticker().nanos();
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
            InetSocketAddress to = new InetSocketAddress(
                    address, connector.destination().origin().port());
            // A connection to a server on the same machine is established at once.
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

    /** Called when an address has refused the connection. */
    void refused(IOException failure) {
        connection = null;
        note(failure);
        guarded(this::tryNext);
    }

    /** Called when the request can be sent over the connection. */
    void opened(Http1 opened) {
        if (!over) {
            over = true;
            sending.opened(opened, begun, loop.ticker().nanos());
        }
    }

    /** Called when the connection was opened but the TLS handshake failed. */
    void brokenOff(String why) {
        fail(Outcome.TLS, why);
    }

    boolean isOver() {
        return over;
    }

    long deadline() {
        return begun + connector.destination().connectTimeout().toNanos();
    }

    void endLate() {
        Connection made = connection;
        boolean connected = made != null && made.isConnected();
        fail(
                connected ? Outcome.TLS : Outcome.CONNECT,
                Failures.late(connected, connector.destination().connectTimeout()));
    }

    void interrupt(EventLoop.End end) {
        end(end::of);
    }

    void broke(Throwable flaw) {
        end(asking -> asking.broke(flaw));
    }

    private void fail(Outcome outcome, String why) {
        end(asking -> asking.failed(outcome, why));
    }

    private void end(Consumer<LoopRequest> how) {
        if (!over) {
            abandon();
            how.accept(sending);
        }
    }

    /** Abandons the attempt. */
    void abandon() {
        over = true;
        Connection made = connection;
        if (made != null) {
            made.close();
        }
    }
}
