package dev.llmbench.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.sample.StallLog;
import dev.llmbench.sample.Ticker;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** HTTP/2 over real sockets whose other side the test holds in its hands. */
class Http2Test {
    private static final Map<String, String> HEADERS = Map.of("Connection", "keep-alive", "X-Team", " performance ");
    private static final HttpHead COMMON = HttpHead.post("server:80", "/v1/chat?v=1", HEADERS);
    private static final int NO_ERROR = 0;
    private static final int REFUSED_STREAM = 7;
    private static final int CANCEL = 8;
    private static final int ENHANCE_YOUR_CALM = 11;

    private Accepting server;
    private HttpTransport connections;

    @BeforeEach
    void listen() throws Exception {
        server = new Accepting();
        connections = connections(Duration.ofSeconds(20));
    }

    private HttpTransport connections(Duration timeout) {
        return HttpTransport.to(
                new Destination(new Origin(false, "127.0.0.1", server.port()), Optional.empty(), true, true, timeout),
                new StallLog(Ticker.system()));
    }

    @AfterEach
    void close() throws Exception {
        connections.close();
        server.close();
    }

    private Socket accept() throws Exception {
        return server.accept();
    }

    private Http2Peer peer(int... settings) throws Exception {
        return Http2Peer.on(accept(), settings);
    }

    private Seen send() {
        return send("question");
    }

    private Seen send(String body) {
        Seen seen = new Seen();
        start(body, seen);
        return seen;
    }

    private ClientRequest start(String body, Seen seen) {
        return connections.send(new HttpRequest(COMMON, "id-1", body.getBytes(ISO_8859_1)), seen);
    }

    private List<Seen> sendAll(int count) {
        return IntStream.range(0, count).mapToObj(i -> send()).toList();
    }

    @Test
    void aRequestSaysTheSameAsInTheOlderVersion() throws Exception {
        Seen seen = send();
        Http2Peer peer = peer();
        Http2Peer.Request request = peer.request();
        assertThat(request.headers())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        ":method", "POST",
                        ":scheme", "http",
                        ":authority", "server:80",
                        ":path", "/v1/chat?v=1",
                        "x-team", "performance",
                        "x-request-id", "id-1",
                        "content-length", "8"));
        assertThat(request.body()).isEqualTo("question");
        peer.answer(request.stream(), "hi");
        assertThat(seen.end()).isEqualTo("200 hi");
        assertThat(seen.connected).isTrue();
        assertThat(connections.spoken()).isEqualTo(new HttpVersions(false, true));
    }

    @Test
    void requestsShareAConnectionAndEachHasItsOwnAnswer() throws Exception {
        List<Seen> all = sendAll(20);
        Http2Peer peer = peer();
        List<Integer> streams = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            streams.add(peer.request().stream());
        }
        // All begin before any goes on, and the last ends first.
        for (int stream : streams) {
            peer.head(stream, false, ":status", "200");
        }
        for (int stream : streams) {
            peer.data(stream, "answer ", false);
        }
        for (int i = 19; i >= 0; i--) {
            peer.data(streams.get(i), "to " + streams.get(i), true);
        }
        for (int i = 0; i < 20; i++) {
            assertThat(all.get(i).end()).isEqualTo("200 answer to " + streams.get(i));
        }
        // Who waited for the connection says how long, and the next takes it as it is.
        assertThat(all.get(0).connected).isTrue();
        Seen next = send();
        peer.answer(peer.request().stream(), "again");
        assertThat(next.end()).isEqualTo("200 again");
        assertThat(next.connected).isFalse();
    }

    @Test
    void aServerThatTakesFewRequestsAtOnceIsGivenFewOnEachConnection() throws Exception {
        List<Seen> all = sendAll(5);
        for (int i = 0; i < 3; i++) {
            Http2Peer peer = peer(Http2Peer.MAX_CONCURRENT_STREAMS, 2);
            Thread answering = new Thread(() -> {
                try {
                    while (true) {
                        peer.answer(peer.request().stream(), "hi");
                    }
                } catch (Exception e) {
                    // It was closed.
                }
            });
            answering.setDaemon(true);
            answering.start();
        }
        for (Seen seen : all) {
            assertThat(seen.end()).isEqualTo("200 hi");
        }
    }

    @Test
    void aServerThatTakesNoRequestAtAllIsNoServer() throws Exception {
        Seen seen = send();
        peer(Http2Peer.MAX_CONCURRENT_STREAMS, 0);
        assertThat(seen.end()).isEqualTo("MALFORMED: the server allows no requests on a connection");
    }

    @Test
    void aBodyWaitsForTheServersWindows() throws Exception {
        String body = "b".repeat(100_000);
        Seen seen = send(body);
        Http2Peer peer = peer(Http2Peer.INITIAL_WINDOW_SIZE, 10);
        int stream = peer.read(Http2Peer.HEADERS).stream();
        int read = peer.read(Http2Peer.DATA).payload().length;
        assertThat(read).isEqualTo(10);
        // A window that is set anew counts for what has begun; 10 of it are used up.
        peer.settings(Http2Peer.INITIAL_WINDOW_SIZE, 30);
        assertThat(peer.read(Http2Peer.DATA).payload()).hasSize(20);
        read += 20;
        peer.windowUpdate(stream, 200_000);
        // Now the connection's own window is the bound: 65,535 bytes in all.
        while (read < 65_535) {
            read += peer.read(Http2Peer.DATA).payload().length;
        }
        assertThat(read).isEqualTo(65_535);
        peer.windowUpdate(0, 100_000);
        boolean last = false;
        while (!last) {
            Http2Peer.Frame frame = peer.read(Http2Peer.DATA);
            read += frame.payload().length;
            last = (frame.flags() & Http2Peer.END_STREAM) != 0;
        }
        assertThat(read).isEqualTo(100_000);
        peer.answer(stream, "hi");
        assertThat(seen.end()).isEqualTo("200 hi");
    }

    @Test
    void aLongResponseIsAskedForAsItIsRead() throws Exception {
        Seen seen = new Seen() {
            @Override
            public void body(byte[] bytes, int from, int to, long at, long late) {
                // Too long to be kept.
            }
        };
        start("question", seen);
        Http2Peer peer = peer();
        int stream = peer.request().stream();
        peer.head(stream, false, ":status", "200");
        String piece = "p".repeat(16_384);
        for (int i = 0; i < 8 * 1024 * 1024 / 16_384; i++) {
            peer.data(stream, piece, false);
        }
        Http2Peer.Frame update = peer.read(Http2Peer.WINDOW_UPDATE);
        while (update.stream() == 0) {
            update = peer.read(Http2Peer.WINDOW_UPDATE);
        }
        assertThat(update.stream()).isEqualTo(stream);
        assertThat(update.number()).isGreaterThan(8 * 1024 * 1024);
        peer.data(stream, "", true);
        assertThat(seen.end()).isEqualTo("200 ");
    }

    @Test
    void whatIsNotTheResponseDoesNotCount() throws Exception {
        Seen seen = send();
        Http2Peer peer = peer();
        int stream = peer.request().stream();
        peer.head(stream, false, ":status", "103", "link", "a");
        peer.head(stream, false, ":status", "200", "content-length", "2");
        peer.data(stream, "hi", false);
        peer.head(stream, true, "x-checksum", "abc");
        assertThat(seen.end()).isEqualTo("200 hi");
        // A late frame of a request that is over harms nobody.
        peer.reset(stream, NO_ERROR);
        Seen next = send();
        peer.answer(peer.request().stream(), "again");
        assertThat(next.end()).isEqualTo("200 again");
    }

    @Test
    void aResponseMayEndWithItsHead() throws Exception {
        Seen seen = send();
        Http2Peer peer = peer();
        peer.head(peer.request().stream(), true, ":status", "204");
        assertThat(seen.end()).isEqualTo("204 ");
    }

    @Test
    void aPingIsAnswered() throws Exception {
        Seen seen = send();
        Http2Peer peer = peer();
        int stream = peer.request().stream();
        byte[] opaque = "12345678".getBytes(ISO_8859_1);
        peer.send(Http2Peer.PING, 0, 0, opaque);
        Http2Peer.Frame pong = peer.read(Http2Peer.PING);
        assertThat(pong.payload()).isEqualTo(opaque);
        assertThat(pong.flags()).isEqualTo(Http2Peer.ACK);
        peer.answer(stream, "hi");
        assertThat(seen.end()).isEqualTo("200 hi");
    }

    @Test
    void whatComesForOneRequestIsNotHeardForAnother() throws Exception {
        Seen quiet = new Seen();
        ClientRequest silent = start("question", quiet);
        Seen other = send();
        Http2Peer peer = peer();
        int first = peer.request().stream();
        int second = peer.request().stream();
        long sent = silent.lastHeard();
        peer.answer(second, "hi");
        assertThat(other.end()).isEqualTo("200 hi");
        assertThat(silent.lastHeard()).isEqualTo(sent);
        peer.answer(first, "hi");
        assertThat(quiet.end()).isEqualTo("200 hi");
        assertThat(silent.lastHeard()).isGreaterThan(sent);
    }

    // Streams that go wrong, and others that do not.

    @Test
    void aResetEndsOneRequestAndNoOther() throws Exception {
        Seen first = send();
        Seen second = send();
        Http2Peer peer = peer();
        int reset = peer.request().stream();
        int other = peer.request().stream();
        peer.reset(reset, REFUSED_STREAM);
        peer.answer(other, "hi");
        assertThat(first.end())
                .startsWith("RESET: the server ended the stream: REFUSED_STREAM (before the response began");
        assertThat(second.end()).isEqualTo("200 hi");
    }

    @Test
    void aResetWithinAResponseIsToldSo() throws Exception {
        Seen seen = send();
        Http2Peer peer = peer();
        int stream = peer.request().stream();
        peer.head(stream, false, ":status", "200");
        peer.data(stream, "h", false);
        peer.reset(stream, 2);
        assertThat(seen.end()).isEqualTo("RESET: the server ended the stream: INTERNAL_ERROR (inside the response)");
    }

    @Test
    void aResponseThatIsNoneEndsOneRequestAndNoOther() throws Exception {
        List<Seen> all = sendAll(6);
        Http2Peer peer = peer();
        List<Integer> streams = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            streams.add(peer.request().stream());
        }
        peer.data(streams.get(0), "no head", false);
        peer.head(streams.get(1), false, ":status", "two hundred");
        peer.head(streams.get(2), false, "content-type", "text/plain");
        peer.head(streams.get(3), false, ":status", "200", "content-length", "3");
        peer.data(streams.get(3), "four", false);
        peer.head(streams.get(4), false, ":status", "200", "content-length", "3");
        peer.data(streams.get(4), "4", true);
        peer.answer(streams.get(5), "hi");
        assertThat(all.get(0).end()).isEqualTo("MALFORMED: Unexpected message data");
        assertThat(all.get(1).end()).isEqualTo("MALFORMED: Invalid response status: two hundred");
        assertThat(all.get(2).end()).isEqualTo("MALFORMED: Mandatory response header ':status' not found");
        assertThat(all.get(3).end()).endsWith("MALFORMED: the body of the response has 4 bytes instead of 3");
        assertThat(all.get(4).end()).endsWith("MALFORMED: the body of the response has 1 bytes instead of 3");
        assertThat(all.get(5).end()).isEqualTo("200 hi");
        for (int i = 0; i < 5; i++) {
            assertThat(peer.read(Http2Peer.RST_STREAM).stream()).isEqualTo(streams.get(i));
        }
    }

    @Test
    void anAnswerBeforeTheRequestIsSentWholeCountsAndTheRestIsNotSent() throws Exception {
        Seen seen = send("b".repeat(1_000_000));
        Http2Peer peer = peer();
        int stream = peer.read(Http2Peer.HEADERS).stream();
        peer.head(stream, true, ":status", "413");
        assertThat(seen.end()).isEqualTo("413 ");
        Http2Peer.Frame reset = peer.read(Http2Peer.RST_STREAM);
        assertThat(reset.stream()).isEqualTo(stream);
    }

    @Test
    void aRequestThatIsCutOffEndsItsStreamAndNotTheConnection() throws Exception {
        Seen cut = new Seen();
        ClientRequest sending = start("question", cut);
        Seen other = send();
        Http2Peer peer = peer();
        int first = peer.request().stream();
        int second = peer.request().stream();
        // Something has to come since, or the connection is not trusted any more.
        peer.head(second, false, ":status", "200");
        peer.head(first, false, ":status", "200");
        peer.send(Http2Peer.PING, 0, 0, new byte[8]);
        peer.read(Http2Peer.PING);
        sending.cut();
        assertThat(cut.end()).isEqualTo("INTERRUPTED: cut off");
        // As soon as the server goes on with it.
        peer.data(first, "more", false);
        Http2Peer.Frame reset = peer.read(Http2Peer.RST_STREAM);
        assertThat(reset.stream()).isEqualTo(first);
        assertThat(reset.number()).isEqualTo(CANCEL);
        peer.data(second, "hi", true);
        assertThat(other.end()).isEqualTo("200 hi");
        Seen next = send();
        peer.answer(peer.request().stream(), "again");
        assertThat(next.end()).isEqualTo("200 again");
    }

    @Test
    void aConnectionOnWhichNothingComesIsLeftWhenARequestOnItIsCutOff() throws Exception {
        Seen cut = new Seen();
        ClientRequest sending = start("question", cut);
        Http2Peer dead = peer();
        dead.request();
        sending.cut();
        assertThat(cut.end()).isEqualTo("INTERRUPTED: cut off");
        Seen next = send();
        Http2Peer peer = peer();
        peer.answer(peer.request().stream(), "hi");
        assertThat(next.end()).isEqualTo("200 hi");
    }

    @Test
    void aRequestThatIsCutOffWhileItWaitsForAConnectionLeavesTheOthersWaiting() throws Exception {
        Seen cut = new Seen();
        ClientRequest sending = start("question", cut);
        Seen other = send();
        Http2Peer peer = Http2Peer.silentOn(accept());
        sending.cut();
        assertThat(cut.end()).isEqualTo("INTERRUPTED: cut off");
        peer.settings();
        peer.answer(peer.request().stream(), "hi");
        assertThat(other.end()).isEqualTo("200 hi");
        // It waited for a connection that was begun for another.
        assertThat(other.connected).isTrue();
    }

    @Test
    void aResponseThatNobodyReadsToItsEndIsBrokenOffAlone() throws Exception {
        Seen enough = new Seen() {
            @Override
            public void body(byte[] bytes, int from, int to, long at, long late) throws MalformedResponse {
                throw new MalformedResponse("enough");
            }
        };
        start("question", enough);
        Seen other = send();
        Http2Peer peer = peer();
        int first = peer.request().stream();
        int second = peer.request().stream();
        peer.head(first, false, ":status", "200");
        peer.data(first, "an endless", false);
        assertThat(enough.end()).isEqualTo("MALFORMED: enough");
        Http2Peer.Frame reset = peer.read(Http2Peer.RST_STREAM);
        assertThat(reset.stream()).isEqualTo(first);
        assertThat(reset.number()).isEqualTo(CANCEL);
        peer.data(first, " answer", false);
        peer.answer(second, "hi");
        assertThat(other.end()).isEqualTo("200 hi");
    }

    @Test
    void aFlawInWhatTakesTheAnswerEndsThatRequestAlone() throws Exception {
        Seen broken = new Seen() {
            @Override
            public void body(byte[] bytes, int from, int to, long at, long late) {
                throw new IllegalStateException("flaw");
            }
        };
        start("question", broken);
        Seen other = send();
        Http2Peer peer = peer();
        int first = peer.request().stream();
        int second = peer.request().stream();
        peer.answer(first, "hi");
        peer.answer(second, "hi");
        assertThat(broken.end()).startsWith("CLIENT: ").contains("flaw");
        assertThat(other.end()).isEqualTo("200 hi");
        assertThat(broken.count).hasValue(1);
    }

    // Connections that end.

    @Test
    void whatAServerHasNotBegunWhenItEndsAConnectionIsSentAgain() throws Exception {
        Seen first = send();
        Seen second = send();
        Http2Peer peer = peer();
        int begun = peer.request().stream();
        peer.request();
        peer.goAway(begun, NO_ERROR);
        Http2Peer other = peer();
        Http2Peer.Request again = other.request();
        assertThat(again.body()).isEqualTo("question");
        other.answer(again.stream(), "second");
        assertThat(second.end()).isEqualTo("200 second");
        // What it has begun it goes on with, and then the connection ends.
        peer.answer(begun, "first");
        assertThat(first.end()).isEqualTo("200 first");
        assertThat(server.accepted().get(0).getInputStream().readAllBytes()).isEmpty();
    }

    @Test
    void aServerThatNeverBeginsIsGivenUp() throws Exception {
        Seen seen = send();
        for (int i = 0; i < 6; i++) {
            Http2Peer peer = peer();
            peer.request();
            peer.goAway(0, ENHANCE_YOUR_CALM);
        }
        assertThat(seen.end())
                .isEqualTo("RESET: the server closed the connection: ENHANCE_YOUR_CALM"
                        + " (it processed none of 6 attempts)");
        assertThat(seen.count).hasValue(1);
    }

    @Test
    void aServerThatEndsEachConnectionAsSoonAsItIsThereIsGivenUp() throws Exception {
        Seen seen = send();
        for (int i = 0; i < 6; i++) {
            Http2Peer.silentOn(accept()).settingsAndGoAway();
        }
        assertThat(seen.end())
                .isEqualTo("RESET: the server closed the connection: NO_ERROR (it processed none of 6 attempts)");
    }

    @Test
    void aHeadThatIsTooLongIsNoResponse() throws Exception {
        Seen seen = send();
        Http2Peer peer = peer();
        // The header table keeps the field, so that a short block names it again and again.
        String[] fields = new String[42];
        Arrays.setAll(fields, i -> i == 0 ? ":status" : i == 1 ? "200" : i % 2 == 0 ? "a" : "v".repeat(4_000));
        peer.head(peer.request().stream(), false, fields);
        assertThat(seen.end()).isEqualTo("MALFORMED: Maximum header list size exceeded");
    }

    @Test
    void aConnectionThatEndsWithAReasonSaysIt() throws Exception {
        Seen seen = send();
        Http2Peer peer = peer();
        int stream = peer.request().stream();
        peer.goAway(stream, ENHANCE_YOUR_CALM);
        server.accepted().get(0).shutdownOutput();
        assertThat(seen.end())
                .isEqualTo("RESET: the server closed the connection: ENHANCE_YOUR_CALM (before the response began)");
    }

    @Test
    void aConnectionThatBreaksEndsAllItsRequests() throws Exception {
        List<Seen> all = sendAll(3);
        Http2Peer peer = peer();
        for (int i = 0; i < 3; i++) {
            peer.head(peer.request().stream(), false, ":status", "200");
        }
        server.accepted().get(0).shutdownOutput();
        for (Seen seen : all) {
            assertThat(seen.end()).isEqualTo("RESET: Connection closed by peer (inside the response)");
            assertThat(seen.count).hasValue(1);
        }
    }

    @Test
    void aConnectionThatTheServerHasEndedInSilenceIsNotUsedAgain() throws Exception {
        Seen first = send();
        Http2Peer peer = peer();
        peer.answer(peer.request().stream(), "hi");
        assertThat(first.end()).isEqualTo("200 hi");
        server.accepted().get(0).close();
        Seen next = send();
        Http2Peer other = peer();
        other.answer(other.request().stream(), "again");
        assertThat(next.end()).isEqualTo("200 again");
    }

    @Test
    void theCloseEndsWhatIsInFlight() throws Exception {
        List<Seen> all = sendAll(3);
        Http2Peer peer = peer();
        for (int i = 0; i < 3; i++) {
            peer.request();
        }
        connections.close();
        for (Seen seen : all) {
            assertThat(seen.end()).isEqualTo("INTERRUPTED: the client was closed");
        }
    }

    // What is no HTTP/2.

    @Test
    void aServerOfTheOlderVersionIsToldApart() throws Exception {
        Seen seen = send();
        Socket socket = accept();
        socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(ISO_8859_1));
        assertThat(seen.end())
                .isEqualTo(
                        "MALFORMED: the server does not speak HTTP/2, but perhaps HTTP/1.1: Frame size exceeds maximum");
    }

    @Test
    void aServerThatEndsTheConnectionBeforeItsSettingsWasNotReached() throws Exception {
        Seen seen = send();
        accept().close();
        assertThat(seen.end()).startsWith("CONNECT: ").endsWith(" (before the server's HTTP/2 settings)");
    }

    @Test
    void aServerThatSaysNothingWasNotReached() throws Exception {
        connections.close();
        connections = connections(Duration.ofMillis(300));
        Seen seen = send();
        Http2Peer.silentOn(accept());
        assertThat(seen.end()).isEqualTo("CONNECT: no HTTP/2 settings from the server within 300 ms");
    }

    @Test
    void aServerThatBreaksTheRulesIsToldAndAllItsRequestsFail() throws Exception {
        List<Seen> all = sendAll(2);
        Http2Peer peer = peer();
        peer.request();
        peer.request();
        peer.head(99, true, ":status", "200");
        for (Seen seen : all) {
            assertThat(seen.end()).isEqualTo("MALFORMED: Illegal HEADERS frame");
        }
        Http2Peer.Frame goodbye = peer.read(Http2Peer.GOAWAY);
        assertThat(goodbye.payload()).startsWith(0, 0, 0, 0, 0, 0, 0, 1);
    }

    @Test
    void windowsMustNotOverflow() throws Exception {
        Seen seen = send();
        Http2Peer peer = peer();
        peer.request();
        peer.windowUpdate(0, Integer.MAX_VALUE);
        assertThat(seen.end()).isEqualTo("MALFORMED: Update causes flow control window to exceed 2147483647");
    }

    @Test
    void aServerThatAsksForAnswersAndDoesNotReadThemFillsNoMemory() throws Exception {
        Seen seen = send();
        Http2Peer peer = peer();
        peer.request();
        byte[] pings = new byte[17 * 10_000];
        for (int i = 0; i < pings.length; i += 17) {
            pings[i + 2] = 8;
            pings[i + 3] = (byte) Http2Peer.PING;
        }
        Thread flood = new Thread(() -> {
            try {
                // It ends when the client has had enough.
                while (true) {
                    server.accepted().get(0).getOutputStream().write(pings);
                }
            } catch (java.io.IOException e) {
                // As it should be.
            }
        });
        flood.start();
        assertThat(seen.end()).startsWith("RESET: ");
        server.accepted().get(0).close();
        flood.join();
    }
}
