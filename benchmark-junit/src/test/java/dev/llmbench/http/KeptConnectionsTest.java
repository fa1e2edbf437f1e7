package dev.llmbench.http;

import static dev.llmbench.http.HttpConnectionsTest.ANSWER;
import static dev.llmbench.http.HttpConnectionsTest.QUESTION;
import static dev.llmbench.http.HttpConnectionsTest.answer;
import static dev.llmbench.http.HttpConnectionsTest.readRequest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.sample.StallLog;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether a connection that was kept alive carries a further request, and what becomes of one that it fails. */
@ParameterizedClass
@EnumSource(Carrier.class)
class KeptConnectionsTest {
    private final Carrier carrier;

    private static final String STREAM = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String DONE = "6\r\n[DONE]\r\n";
    private static final String LAST_CHUNK = "0\r\n\r\n";
    private static final String LAST_ANSWER = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi";

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000_000);
    private Accepting server;
    private HttpTransport connections;

    KeptConnectionsTest(Carrier carrier) {
        this.carrier = carrier;
    }

    @BeforeEach
    void listen() throws Exception {
        server = new Accepting();
        connections = keepingAlive(true);
    }

    private HttpTransport keepingAlive(boolean keepAlive) {
        return carrier.to(
                new Destination(
                        new Origin(false, "127.0.0.1", server.port()),
                        Optional.empty(),
                        false,
                        keepAlive,
                        Duration.ofMinutes(1)),
                new StallLog(nanos::get));
    }

    @AfterEach
    void close() throws Exception {
        connections.close();
        server.close();
    }

    /** Notes when it was sent, and each time that it is told of a connection. */
    private static final class Noted extends Seen {
        private final CopyOnWriteArrayList<Long> sent = new CopyOnWriteArrayList<>();

        @Override
        public void sent(long at) {
            sent.add(at);
        }
    }

    private Noted send() {
        Noted seen = new Noted();
        connections.send(QUESTION, seen);
        return seen;
    }

    private void pass(long millis) {
        nanos.addAndGet(millis * 1_000_000);
    }

    /** A connection that is idle, after an answer. */
    private Socket idleAfter(String answer) throws Exception {
        Seen seen = send();
        Socket socket = server.accept();
        readRequest(socket);
        answer(socket, answer);
        assertThat(seen.end()).isEqualTo("200 hi");
        return socket;
    }

    private static String keptFor(String keepAlive) {
        return ANSWER.replace("\r\n\r\n", "\r\nKeep-Alive: " + keepAlive + "\r\n\r\n");
    }

    /** Two requests that are under way on connections of their own. */
    private final class Other {
        private final Seen first = send();
        private final Socket firstSocket = server.accept();
        private final Seen second = send();
        private final Socket secondSocket = server.accept();

        private Other() throws Exception {
            readRequest(firstSocket);
            readRequest(secondSocket);
        }

        /** Waits until the client has read all that was sent to it before this, in whatever order it reads what is there. */
        private void awaitReads() throws Exception {
            answer(firstSocket, LAST_ANSWER);
            assertThat(first.end()).isEqualTo("200 hi");
            answer(secondSocket, LAST_ANSWER);
            assertThat(second.end()).isEqualTo("200 hi");
        }
    }

    private static void assertAnswered(Seen seen, Socket socket) throws Exception {
        readRequest(socket);
        answer(socket, ANSWER);
        assertThat(seen.end()).isEqualTo("200 hi");
    }

    private static void assertClosed(Socket socket) throws IOException {
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }

    // Idle for some time.

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "'';3999",
                "timeout=5;3999",
                "timeout=75, max=100;73999",
                "max=100, Timeout=\"10\";8999",
                "timeout=1;499",
                "max=5;3999"
            })
    void aConnectionIsUsedAgainBeforeItsServerMayCloseIt(String keepAlive, int millis) throws Exception {
        Socket socket = idleAfter(keepAlive.isEmpty() ? ANSWER : keptFor(keepAlive));
        pass(millis);
        Seen next = send();
        assertAnswered(next, socket);
        assertThat(next.connected).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "'';4000",
                "'';600000",
                "timeout=5;4000",
                "timeout=75, max=100;74000",
                "timeout=1;500",
                "timeout=0;0",
                "max=5;4000"
            })
    void aConnectionIsNotUsedNearTheMomentAtWhichItsServerMayCloseIt(String keepAlive, int millis) throws Exception {
        Socket socket = idleAfter(keepAlive.isEmpty() ? ANSWER : keptFor(keepAlive));
        pass(millis);
        Seen next = send();
        assertAnswered(next, server.accept());
        assertThat(next.connected).isTrue();
        assertClosed(socket);
        assertThat(connections.reconnects()).isZero();
    }

    @Test
    void whereConnectionsAreNotKeptAliveEachRequestOpensOne() throws Exception {
        connections.close();
        connections = keepingAlive(false);
        for (int i = 0; i < 3; i++) {
            Socket socket = idleAfter(ANSWER);
            assertClosed(socket);
        }
        assertThat(server.accepted()).hasSize(3);
    }

    // Closed while a request is on its way.

    @ParameterizedTest
    @CsvSource({"false, 0", "true, 0", "false, 999", "true, 999"})
    void aRequestWhoseConnectionTheServerHadClosedIsSentOnceMore(boolean reset, int millis) throws Exception {
        Socket socket = idleAfter(ANSWER);
        pass(10);
        long written = nanos.get();
        Noted next = send();
        readRequest(socket);
        pass(millis);
        socket.setSoLinger(reset, 0);
        socket.close();
        assertAnswered(next, server.accept());
        assertThat(next.count).hasValue(1);
        assertThat(next.sent).as("its time goes on from the first write").containsExactly(written);
        assertThat(next.connected).isFalse();
        assertThat(connections.reconnects()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 60_000})
    void aServerThatClosesLaterMayHaveBegunWithTheRequest(int millis) throws Exception {
        Socket socket = idleAfter(ANSWER);
        Seen next = send();
        readRequest(socket);
        Other other = new Other();
        pass(millis);
        // So that the client knows that the end came after that.
        other.awaitReads();
        socket.close();
        assertThat(next.end())
                .isEqualTo("RESET: Connection closed by peer (before the response began," + " on a reused connection)");
        assertThat(connections.reconnects()).isZero();
    }

    @Test
    void aRequestIsSentOnceMoreAndNoThirdTime() throws Exception {
        Socket socket = idleAfter(ANSWER);
        Seen next = send();
        readRequest(socket);
        socket.close();
        Socket second = server.accept();
        readRequest(second);
        second.close();
        assertThat(next.end())
                .isEqualTo("RESET: Connection closed by peer (before the response began,"
                        + " sent again because an idle connection had been closed)");
        assertThat(next.count).hasValue(1);
        idleAfter(ANSWER);
        assertThat(server.accepted()).hasSize(3);
        assertThat(connections.reconnects()).isEqualTo(1);
    }

    @Test
    void aRequestIsSentOnceMoreOnANewConnectionAlsoWhereAnotherIsIdle() throws Exception {
        Seen first = send();
        Socket one = server.accept();
        readRequest(one);
        Socket other = idleAfter(ANSWER);
        answer(one, ANSWER);
        assertThat(first.end()).isEqualTo("200 hi");
        Seen next = send();
        readRequest(one);
        one.close();
        assertAnswered(next, server.accept());
        assertThat(other.getInputStream().available()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"H", "\r\n", "HTTP/1.1 200 OK\r\nContent-Le"})
    void aServerThatHadBegunToAnswerHadSeenTheRequest(String begun) throws Exception {
        Socket socket = idleAfter(ANSWER);
        Seen next = send();
        readRequest(socket);
        answer(socket, begun);
        socket.close();
        assertThat(next.end()).startsWith("RESET: ").contains("before the response began");
        assertThat(connections.reconnects()).isZero();
    }

    @Test
    void aConnectionThatWasOpenedForItsRequestIsNoRace() throws Exception {
        Seen first = send();
        Socket socket = server.accept();
        readRequest(socket);
        socket.close();
        assertThat(first.end()).isEqualTo("RESET: Connection closed by peer (before the response began)");
        assertThat(connections.reconnects()).isZero();
    }

    @Test
    void aRequestThatIsCutOffWhileItIsSentOnceMoreEndsOnce() throws Exception {
        Socket socket = idleAfter(ANSWER);
        Seen next = new Seen();
        ClientRequest sending = connections.send(QUESTION, next);
        readRequest(socket);
        socket.close();
        Socket second = server.accept();
        readRequest(second);
        sending.cut();
        assertThat(next.end()).isEqualTo("INTERRUPTED: cut off");
        assertThat(next.count).hasValue(1);
        assertClosed(second);
    }

    // A response that is complete before its body is.

    /** A connection whose response is complete, with so much of its body. */
    private Socket doneAfter(String answer) throws Exception {
        Seen seen = send();
        Socket socket = server.accept();
        readRequest(socket);
        answer(socket, answer);
        assertThat(seen.end()).startsWith("200 ").contains("[DONE]");
        assertThat(seen.count).hasValue(1);
        return socket;
    }

    @ParameterizedTest
    @ValueSource(strings = {LAST_CHUNK, "4\r\n: hi\r\n" + LAST_CHUNK, "1\r\n\n\r\n0\r\nTrailer: x\r\n\r\n"})
    void aConnectionWhoseBodyEndsSoonAfterIsUsedAgain(String rest) throws Exception {
        Socket socket = doneAfter(STREAM + DONE);
        Other other = new Other();
        answer(socket, rest);
        other.awaitReads();
        Seen next = send();
        assertAnswered(next, socket);
        assertThat(next.connected).isFalse();
    }

    @Test
    void aBodyOfKnownLengthIsReadToItsEndToo() throws Exception {
        Socket socket = doneAfter("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n[DONE]");
        Other other = new Other();
        answer(socket, "\n\n\n");
        other.awaitReads();
        assertAnswered(send(), socket);
    }

    @ParameterizedTest
    @ValueSource(strings = {"oh no\r\n", LAST_CHUNK + "and more"})
    void aConnectionThatGoesOnWrongIsClosed(String rest) throws Exception {
        Socket socket = doneAfter(STREAM + DONE);
        answer(socket, rest);
        assertClosed(socket);
        idleAfter(ANSWER);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aConnectionThatEndsThenHarmsNothing(boolean reset) throws Exception {
        Socket socket = doneAfter(STREAM + DONE);
        socket.setSoLinger(reset, 0);
        socket.close();
        idleAfter(ANSWER);
        assertThat(connections.reconnects()).isZero();
    }

    @Test
    void aBodyThatDoesNotEndIsWaitedForASecond() throws Exception {
        Socket socket = doneAfter(STREAM + DONE);
        Other early = new Other();
        Other late = new Other();
        pass(999);
        early.awaitReads();
        answer(socket, LAST_CHUNK);
        late.awaitReads();
        assertAnswered(send(), socket);
    }

    @Test
    void aConnectionWhoseBodyDoesNotEndInASecondIsClosed() throws Exception {
        Socket socket = doneAfter(STREAM + DONE);
        Other other = new Other();
        answer(socket, "4\r\n: hi\r\n");
        pass(1_000);
        other.awaitReads();
        assertClosed(socket);
    }

    @Test
    void aBodyThatGoesOnAndOnIsReadForAWhile() throws Exception {
        Socket socket = doneAfter(STREAM + DONE);
        byte[] piece = ("1000\r\n" + "x".repeat(4096) + "\r\n").getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        long written = 0;
        try {
            while (written < 100_000_000) {
                socket.getOutputStream().write(piece);
                written += piece.length;
            }
        } catch (IOException e) {
            // The client has closed the connection.
        }
        assertThat(written).isBetween(64L * 1024, 99_999_999L);
    }

    @Test
    void theRequestIsOverMeanwhileAndCannotBeCutOff() throws Exception {
        Seen seen = new Seen();
        ClientRequest sending = connections.send(QUESTION, seen);
        Socket socket = server.accept();
        readRequest(socket);
        answer(socket, STREAM + DONE);
        assertThat(seen.end()).isEqualTo("200 [DONE]");
        sending.cut();
        Other other = new Other();
        answer(socket, LAST_CHUNK);
        other.awaitReads();
        assertAnswered(send(), socket);
        assertThat(seen.count).hasValue(1);
    }

    @Test
    void whatIsReadTogetherWithTheEndOfTheResponseNeedsNoDraining() throws Exception {
        Socket socket = doneAfter(STREAM + DONE + LAST_CHUNK);
        Seen next = send();
        assertAnswered(next, socket);
        assertThat(next.connected).isFalse();
    }
}
