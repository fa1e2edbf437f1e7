package dev.llmbench.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.StallLog;
import dev.llmbench.sample.Ticker;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests and responses over real sockets whose other side the test holds in its hands. */
@ParameterizedClass
@EnumSource(Carrier.class)
class HttpConnectionsTest {
    private final Carrier carrier;

    static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
    private static final HttpHead COMMON = HttpHead.post("server", "/", Map.of());
    private static final byte[] BODY = "question".getBytes(ISO_8859_1);
    static final HttpRequest QUESTION = new HttpRequest(COMMON, "1", BODY);
    private static final byte[] HEAD = QUESTION.http1();

    private Accepting server;
    private HttpTransport connections;

    HttpConnectionsTest(Carrier carrier) {
        this.carrier = carrier;
    }

    @BeforeEach
    void listen() throws Exception {
        server = new Accepting();
        connections = to("127.0.0.1", Duration.ofSeconds(20));
    }

    private HttpTransport to(String host, Duration timeout) {
        return carrier.to(host, server.port(), timeout, new StallLog(Ticker.system()));
    }

    @AfterEach
    void close() throws Exception {
        connections.close();
        server.close();
    }

    private Socket accept() throws Exception {
        return server.accept();
    }

    static void readRequest(Socket socket) throws Exception {
        assertThat(socket.getInputStream().readNBytes(HEAD.length + BODY.length))
                .endsWith(BODY)
                .startsWith(HEAD);
    }

    static void answer(Socket socket, String text) throws Exception {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    private Seen send() {
        return send(BODY);
    }

    private Seen send(byte[] body) {
        Seen seen = new Seen();
        connections.send(new HttpRequest(COMMON, "1", body), seen);
        return seen;
    }

    @Test
    void aHostNameIsLookedUp() throws Exception {
        connections.close();
        connections = to("localhost", Duration.ofSeconds(20));
        Seen seen = send();
        Socket socket = accept();
        readRequest(socket);
        answer(socket, ANSWER);
        assertThat(seen.end()).isEqualTo("200 hi");
    }

    @Test
    void aLongRequestArrivesWholeAlsoWhereItsReaderIsSlow() throws Exception {
        byte[] body = new byte[9_000_000];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) (i * 31);
        }
        Seen seen = send(body);
        Socket socket = accept();
        InputStream in = socket.getInputStream();
        byte[] head = new HttpRequest(COMMON, "1", body).http1();
        assertThat(in.readNBytes(head.length)).isEqualTo(head);
        assertThat(in.readNBytes(body.length)).isEqualTo(body);
        answer(socket, ANSWER);
        assertThat(seen.end()).isEqualTo("200 hi");
        // The same connection goes on.
        Seen next = send();
        readRequest(socket);
        answer(socket, ANSWER);
        assertThat(next.end()).isEqualTo("200 hi");
        assertThat(next.connected).isFalse();
    }

    @Test
    void anAnswerBeforeTheRequestIsSentWholeCountsAndItsConnectionIsNotUsedAgain() throws Exception {
        Seen seen = send(new byte[40_000_000]);
        Socket socket = accept();
        assertThat(socket.getInputStream().readNBytes(HEAD.length)).hasSize(HEAD.length);
        answer(socket, "HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno");
        assertThat(seen.end()).isEqualTo("413 no");
        Seen next = send();
        Socket second = accept();
        readRequest(second);
        answer(second, ANSWER);
        assertThat(next.end()).isEqualTo("200 hi");
    }

    @Test
    void aRefusalIsReadAlsoWhereTheServerReadsNoFurtherAndLeaves() throws Exception {
        Seen seen = send(new byte[40_000_000]);
        Socket socket = accept();
        assertThat(socket.getInputStream().readNBytes(HEAD.length)).hasSize(HEAD.length);
        answer(socket, "HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno");
        socket.shutdownOutput();
        assertThat(seen.end()).isEqualTo("413 no");
    }

    @Test
    void whatAServerSaysUnaskedIsTakenForNobodysAnswer() throws Exception {
        Seen first = send();
        Socket socket = accept();
        readRequest(socket);
        answer(socket, ANSWER);
        assertThat(first.end()).isEqualTo("200 hi");
        answer(socket, "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n");
        // The client ends such a connection.
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
        Seen next = send();
        Socket second = accept();
        readRequest(second);
        answer(second, ANSWER);
        assertThat(next.end()).isEqualTo("200 hi");
        assertThat(next.connected).isTrue();
    }

    @Test
    void whatFollowsAnAnswerEndsItsConnection() throws Exception {
        Seen first = send();
        Socket socket = accept();
        readRequest(socket);
        answer(socket, ANSWER + "HTTP/1.1 200 OK\r\n");
        assertThat(first.end()).isEqualTo("200 hi");
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void aConnectionThatCannotBeOpenedInTimeIsAConnectError() throws Exception {
        // A full queue of connections that nobody accepts leaves further ones without an answer.
        try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            connections.close();
            connections =
                    carrier.to("127.0.0.1", deaf.getLocalPort(), Duration.ofMillis(300), new StallLog(Ticker.system()));
            List<Seen> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                all.add(send());
            }
            assertThat(all.get(7).end()).isEqualTo("CONNECT: no connection within 300 ms");
        }
    }

    @Test
    void manyRequestsAtOnceAreSpreadOverLoopsAndEachHasItsOwnAnswer() throws Exception {
        int many = 700;
        CountDownLatch answered = new CountDownLatch(many);
        Thread answering = new Thread(() -> {
            try {
                List<Socket> sockets = new ArrayList<>();
                for (int i = 0; i < many; i++) {
                    sockets.add(accept());
                }
                for (Socket socket : sockets) {
                    socket.getInputStream().readNBytes(HEAD.length);
                    byte[] question = socket.getInputStream().readNBytes(4);
                    answer(socket, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n" + new String(question, ISO_8859_1));
                    answered.countDown();
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        answering.start();
        List<Seen> all = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            all.add(send(Integer.toString(1000 + i).getBytes(ISO_8859_1)));
        }
        Map<String, Integer> byLoop = new HashMap<>();
        for (int i = 0; i < many; i++) {
            assertThat(all.get(i).end()).isEqualTo("200 " + (1000 + i));
            byLoop.merge(all.get(i).loop, 1, Integer::sum);
        }
        answered.await();
        answering.join();
        // The first few stay together; what is more is shared out, however fast it comes.
        int loops = carrier == Carrier.HTTP_CLIENT
                ? 1
                : Math.min(4, Runtime.getRuntime().availableProcessors());
        assertThat(byLoop.values()).allMatch(share -> share <= Math.max(512, (many + loops - 1) / loops));
    }

    @Test
    void whatIsSentAfterTheCloseFailsAtOnce() throws Exception {
        connections.close();
        Seen seen = send();
        assertThat(seen.end()).isEqualTo("INTERRUPTED: the client was closed");
        assertThat(seen.count).hasValue(1);
    }

    @Test
    void aFlawInWhatTakesTheAnswerEndsThatRequestAlone() throws Exception {
        Seen broken = new Seen() {
            @Override
            public void body(byte[] bytes, int from, int to, long at, long late) {
                throw new IllegalStateException("flaw");
            }
        };
        connections.send(QUESTION, broken);
        Socket socket = accept();
        readRequest(socket);
        answer(socket, ANSWER);
        assertThat(broken.end()).startsWith("CLIENT: ").contains("flaw");
        Seen next = send();
        Socket second = accept();
        readRequest(second);
        answer(second, ANSWER);
        assertThat(next.end()).isEqualTo("200 hi");
    }

    /** Holds the loop's thread up when the response's head comes. */
    private static final class Holding extends Seen {
        private final CountDownLatch holds = new CountDownLatch(1);
        private final CountDownLatch release = new CountDownLatch(1);

        @Override
        public void head(ResponseHead head, long at, long late) {
            super.head(head, at, late);
            holds.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    void requestsThatAreCutOffWhileTheirResetsWaitToBeReadHarmNoOthers() throws Exception {
        Holding first = new Holding();
        ClientRequest over = connections.send(QUESTION, first);
        accept();
        int many = 50;
        int cut = 16;
        List<Seen> all = new ArrayList<>();
        List<ClientRequest> sendings = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            all.add(new Seen());
            sendings.add(connections.send(QUESTION, all.get(i)));
            readRequest(accept());
        }
        answer(server.accepted().get(0), ANSWER);
        first.holds.await();
        for (Socket socket : server.accepted().subList(1, 1 + many - cut)) {
            answer(socket, ANSWER);
        }
        for (Socket socket :
                server.accepted().subList(1 + many - cut, server.accepted().size())) {
            socket.setSoLinger(true, 0);
            socket.close();
        }
        // These are done before the loop looks for what can be read, the next between one read and another.
        for (int i = 0; i < cut; i++) {
            over.cut();
        }
        sendings.subList(many - cut, many).forEach(ClientRequest::cut);
        first.release.countDown();
        // The loops have read it whole by then.
        assertThat(first.end()).isIn("200 hi", carrier == Carrier.HTTP_CLIENT ? "INTERRUPTED: cut off" : "200 hi");
        for (int i = 0; i < many - cut; i++) {
            assertThat(all.get(i).end()).as("request " + i).isEqualTo("200 hi");
        }
        for (Seen seen : all.subList(many - cut, many)) {
            assertThat(seen.end()).isEqualTo("INTERRUPTED: cut off");
            assertThat(seen.count).hasValue(1);
        }
    }

    @Test
    void anErrorInWhatTakesTheAnswerEndsThatRequestAlone() throws Exception {
        Seen other = send();
        Socket otherSocket = accept();
        Seen broken = new Seen() {
            @Override
            public void body(byte[] bytes, int from, int to, long at, long late) {
                throw new StackOverflowError("flaw");
            }
        };
        connections.send(QUESTION, broken);
        answer(accept(), ANSWER);
        assertThat(broken.end()).startsWith("CLIENT: ").contains("flaw");
        answer(otherSocket, ANSWER);
        assertThat(other.end()).isEqualTo("200 hi");
    }

    @Test
    void aFlawWhereTheAnswerIsCompleteIsToldToItsRequest() throws Exception {
        Seen broken = new Seen() {
            @Override
            public void ended(long at, long late) {
                throw new IllegalStateException("flaw");
            }
        };
        for (String answer : List.of(ANSWER, "HTTP/1.1 200 OK\r\n\r\nhi")) {
            ClientRequest ignored = connections.send(QUESTION, broken);
            Socket socket = accept();
            readRequest(socket);
            answer(socket, answer);
            socket.close();
            assertThat(broken.end()).startsWith("CLIENT: ").contains("flaw");
            assertThat(ignored).isNotNull();
        }
        assertNextIsAnswered();
    }

    @Test
    void aFlawWhereTheConnectionIsOpenedOrTheRequestSentEndsThatRequestAlone() throws Exception {
        Seen notConnected = new Seen() {
            @Override
            public void connected(long from, long to) {
                throw new IllegalStateException("flaw");
            }
        };
        connections.send(QUESTION, notConnected);
        accept();
        assertThat(notConnected.end()).startsWith("CLIENT: ").contains("flaw");
        Seen notSent = new Seen() {
            @Override
            public void sent(long at) {
                throw new IllegalStateException("flaw");
            }
        };
        connections.send(QUESTION, notSent);
        accept();
        assertThat(notSent.end()).startsWith("CLIENT: ").contains("flaw");
        assertNextIsAnswered();
    }

    @Test
    void aFlawInWhatTakesAFailureHarmsNoOther() throws Exception {
        Seen broken = new Seen() {
            @Override
            public void failed(Outcome outcome, String why, long late) {
                super.failed(outcome, why, late);
                throw new IllegalStateException("flaw");
            }
        };
        connections.send(QUESTION, broken);
        accept().close();
        assertThat(broken.end()).startsWith("RESET: ");
        assertThat(broken.end()).startsWith("CLIENT: ").contains("flaw");
        assertNextIsAnswered();
    }

    private void assertNextIsAnswered() throws Exception {
        Seen next = send();
        Socket socket = accept();
        readRequest(socket);
        answer(socket, ANSWER);
        assertThat(next.end()).isEqualTo("200 hi");
    }
}
