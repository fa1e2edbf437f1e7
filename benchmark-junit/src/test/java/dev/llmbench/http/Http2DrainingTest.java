package dev.llmbench.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.sample.StallLog;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an HTTP/2 connection does with streams that nobody waits for, and when it was closed while it was idle. */
class Http2DrainingTest {
    private static final int CANCEL = 8;

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000_000);
    private Accepting server;
    private HttpTransport connections;

    @BeforeEach
    void listen() throws Exception {
        server = new Accepting();
        connections = HttpTransport.to(
                new Destination(
                        new Origin(false, "127.0.0.1", server.port()),
                        Optional.empty(),
                        true,
                        true,
                        Duration.ofMinutes(1)),
                new StallLog(nanos::get));
    }

    @AfterEach
    void close() throws Exception {
        connections.close();
        server.close();
    }

    private Seen send() {
        Seen seen = new Seen();
        HttpHead head = HttpHead.post("server:80", "/", Map.of());
        connections.send(new HttpRequest(head, "id-1", "question".getBytes(ISO_8859_1)), seen);
        return seen;
    }

    /** A stream that says that it is done, and does not end. */
    private static int doneOn(Http2Peer peer, Seen seen) throws Exception {
        int stream = peer.request().stream();
        peer.head(stream, false, ":status", "200");
        peer.data(stream, "[DONE]", false);
        assertThat(seen.end()).isEqualTo("200 [DONE]");
        return stream;
    }

    @Test
    void aResponseThatHasAllThatWasAskedForEndsItsRequest() throws Exception {
        Seen seen = send();
        Http2Peer peer = Http2Peer.on(server.accept());
        int stream = doneOn(peer, seen);

        peer.data(stream, "and more", true);
        Seen next = send();
        peer.answer(peer.request().stream(), "hi");
        assertThat(next.end()).isEqualTo("200 hi");
        assertThat(next.connected).isFalse();
        assertThat(seen.count).hasValue(1);
    }

    @Test
    void aStreamThatGoesOnAndOnIsCancelled() throws Exception {
        Seen seen = send();
        Http2Peer peer = Http2Peer.on(server.accept());
        int stream = doneOn(peer, seen);

        for (int i = 0; i < 10; i++) {
            peer.data(stream, "x".repeat(16_000), false);
        }
        Http2Peer.Frame reset = peer.read(Http2Peer.RST_STREAM);
        assertThat(reset.stream()).isEqualTo(stream);
        assertThat(reset.number()).isEqualTo(CANCEL);
        Seen next = send();
        peer.answer(peer.request().stream(), "hi");
        assertThat(next.end()).isEqualTo("200 hi");
    }

    @Test
    void aConnectionThatBreaksThenHarmsNothing() throws Exception {
        Seen seen = send();
        Socket socket = server.accept();
        doneOn(Http2Peer.on(socket), seen);
        socket.close();

        nanos.incrementAndGet();
        Seen next = send();
        Http2Peer peer = Http2Peer.on(server.accept());
        peer.answer(peer.request().stream(), "hi");
        assertThat(next.end()).isEqualTo("200 hi");
        assertThat(seen.count).hasValue(1);
    }

    @Test
    void aRequestOnAnIdleConnectionThatTheServerClosesIsSentOnceMore() throws Exception {
        Seen first = send();
        Socket socket = server.accept();
        Http2Peer peer = Http2Peer.on(socket);
        peer.answer(peer.request().stream(), "hi");
        assertThat(first.end()).isEqualTo("200 hi");

        nanos.incrementAndGet();
        Seen second = send();
        peer.request();
        socket.close();
        Http2Peer again = Http2Peer.on(server.accept());
        again.answer(again.request().stream(), "again");
        assertThat(second.end()).isEqualTo("200 again");
        assertThat(connections.reconnects()).isEqualTo(1);
    }

    @Test
    void aConnectionThatBreaksUnderOtherRequestsResetsThem() throws Exception {
        Seen first = send();
        Socket socket = server.accept();
        Http2Peer peer = Http2Peer.on(socket);
        peer.head(peer.request().stream(), false, ":status", "200");
        Seen second = send();
        peer.request();
        socket.close();
        assertThat(first.end()).startsWith("RESET");
        assertThat(second.end()).startsWith("RESET");
        assertThat(connections.reconnects()).isZero();
    }
}
