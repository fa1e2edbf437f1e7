package dev.llmbench.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.sample.StallLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A latency begins before its request is written, so that whatever delays the generator can only lengthen it. */
@ParameterizedClass
@EnumSource(Carrier.class)
class SentStampTest {
    private final Carrier carrier;

    private static final long NOTHING_ARRIVED = 1;
    private static final long SOMETHING_ARRIVED = 2;

    private @Nullable SocketChannel peer;

    SentStampTest(Carrier carrier) {
        this.carrier = carrier;
    }

    @Test
    void aRequestIsSentBeforeTheServerHasAnyOfIt() throws Exception {
        BlockingQueue<Long> stamps = new LinkedBlockingQueue<>();
        try (ServerSocketChannel server =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            server.configureBlocking(false);
            try (HttpTransport connections = carrier.to(
                    "127.0.0.1",
                    server.socket().getLocalPort(),
                    Duration.ofSeconds(30),
                    new StallLog(() -> arrivedAt(server) ? SOMETHING_ARRIVED : NOTHING_ARRIVED))) {
                connections.send(HttpConnectionsTest.QUESTION, new Seen() {
                    @Override
                    public void sent(long at) {
                        stamps.add(at);
                    }
                });

                assertThat(stamps.poll(20, TimeUnit.SECONDS)).isEqualTo(NOTHING_ARRIVED);
                assertThat(arrivedAt(server)).isTrue();
            }
        }
    }

    /** What is written to a socket of this machine is there at once. */
    private synchronized boolean arrivedAt(ServerSocketChannel server) {
        try {
            if (peer == null) {
                peer = server.accept();
            }
            return peer != null && peer.socket().getInputStream().available() > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
