package dev.llmbench.openai;

import static dev.llmbench.openai.RawServer.LAST_CHUNK;
import static dev.llmbench.openai.RawServer.chunk;
import static dev.llmbench.openai.RawServer.stream;
import static dev.llmbench.openai.RawServer.token;
import static dev.llmbench.sample.Moments.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.http.Carrier;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which connection a request goes over, and what that costs it. */
@OnBothTransports
class ConnectionsTest {
    private static final RawServer.Script STAYING = connection -> {
        while (connection.readRequest()) {
            connection.send(stream());
        }
    };

    ConnectionsTest(Carrier carrier) {
        Wire.carriedBy(carrier);
    }

    @Test
    void aConnectionIsKeptAliveAndOnlyItsFirstRequestConnects() throws Exception {
        try (RawServer server = RawServer.answering(stream());
                Wire wire = Wire.to(server)) {
            assertThat(wire.ask().connect()).isGreaterThanOrEqualTo(0);
            assertThat(wire.ask().connect()).isEqualTo(ABSENT);
            assertThat(wire.ask().connect()).isEqualTo(ABSENT);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void aConnectionThatTheServerWantsClosedIsNotUsedAgain() throws Exception {
        String closing = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n" + chunk(token("a") + RawServer.DONE) + LAST_CHUNK;
        try (RawServer server = RawServer.answering(closing);
                Wire wire = Wire.to(server)) {
            for (int i = 1; i <= 5; i++) {
                RequestSample sample = wire.ask();
                assertThat(sample.outcome()).isEqualTo(Outcome.OK);
                assertThat(sample.connect()).isNotEqualTo(ABSENT);
                assertThat(server.connections()).isEqualTo(i);
            }
        }
    }

    @Test
    void anIdleConnectionThatTheServerEndedFailsNoRequest() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        RawServer.Script leaving = connection -> {
            connection.readRequest();
            connection.send(stream());
            answered.await();
            connection.endOutput();
            closed.countDown();
            connection.awaitEnd();
        };
        try (RawServer server = RawServer.playing(leaving, STAYING);
                Wire wire = Wire.to(server)) {
            wire.ask();
            answered.countDown();
            closed.await();
            Wire.Sent next = wire.send();
            RequestSample sample = next.sample();
            assertThat(sample.outcome()).isEqualTo(Outcome.OK);
            assertThat(sample.connect()).isNotEqualTo(ABSENT);
            assertThat(server.connections()).isEqualTo(2);
            assertThat(server.requests).hasSize(2);
            wire.ask();
            assertThat(next.count()).isEqualTo(1);
        }
    }

    @Test
    void anIdleConnectionThatTheServerResetFailsNoRequest() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        RawServer.Script leaving = connection -> {
            connection.readRequest();
            connection.send(stream());
            answered.await();
            connection.reset();
            closed.countDown();
        };
        try (RawServer server = RawServer.playing(leaving, STAYING);
                Wire wire = Wire.to(server)) {
            wire.ask();
            answered.countDown();
            closed.await();
            assertThat(wire.ask().outcome()).isEqualTo(Outcome.OK);
        }
    }

    @Test
    void aRequestThatAKeptConnectionSwallowsIsSentOnceMoreAndItsTimeGoesOn() throws Exception {
        RawServer.Script leaving = connection -> {
            connection.readRequest();
            connection.send(stream());
            connection.readRequest();
            connection.reset();
        };
        try (RawServer server = RawServer.playing(leaving, STAYING);
                Wire wire = Wire.to(server)) {
            wire.ask();
            RequestSample sample = wire.ask();
            assertThat(sample.outcome()).as(sample.error()).isEqualTo(Outcome.OK);
            assertThat(sample.connect()).isEqualTo(ABSENT);
            assertThat(Wire.inOrder(sample.at())).isSorted();
            assertThat(server.requests).hasSize(3);
            assertThat(server.requests.get(2)).isEqualTo(server.requests.get(1));
            assertThat(wire.client.reconnects()).isEqualTo(1);
        }
    }

    @Test
    void aConnectionThatBreaksInsideAResponseIsAnErrorOfTheServer() throws Exception {
        RawServer.Script once = connection -> {
            connection.readRequest();
            connection.send(stream());
            connection.readRequest();
            connection.send(RawServer.streamHead() + chunk(token("a")));
            connection.reset();
        };
        try (RawServer server = RawServer.playing(once);
                Wire wire = Wire.to(server)) {
            wire.ask();
            assertThat(wire.ask().outcome()).isEqualTo(Outcome.RESET);
            assertThat(server.requests).hasSize(2);
            assertThat(wire.client.reconnects()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aServerThatClosesUnannouncedAfterSomeAnswersFailsNoRequest(int answers) throws Exception {
        RawServer.Script few = connection -> {
            for (int i = 0; i < answers && connection.readRequest(); i++) {
                connection.send(stream());
            }
        };
        try (RawServer server = RawServer.playing(few);
                Wire wire = Wire.to(server)) {
            for (int i = 0; i < 40; i++) {
                RequestSample sample = wire.ask();
                assertThat(sample.outcome()).as(sample.error()).isEqualTo(Outcome.OK);
            }
        }
    }

    /** What a connection does after {@code [DONE]} in place of the end of its body. */
    static Stream<RawServer.Script> afterDone() {
        return Stream.of(
                RawServer.Connection::reset,
                RawServer.Connection::endOutput,
                RawServer.Connection::awaitEnd,
                connection -> connection.send("no chunk"),
                connection -> connection.send(chunk(": and more\n\n")),
                connection -> {
                    while (true) {
                        connection.send(chunk(": and more\n\n".repeat(1_000)));
                    }
                });
    }

    @ParameterizedTest
    @MethodSource("afterDone")
    void aStreamIsCompleteWithItsDoneWhateverItsConnectionDoesThen(RawServer.Script then) throws Exception {
        RawServer.Script script = connection -> {
            connection.readRequest();
            connection.send(stream().substring(0, stream().length() - LAST_CHUNK.length()));
            then.play(connection);
            connection.awaitEnd();
        };
        try (RawServer server = RawServer.playing(script);
                Wire wire = Wire.to(server)) {
            for (int i = 0; i < 5; i++) {
                Wire.Sent sent = wire.send();
                RequestSample sample = sent.sample();
                assertThat(sample.outcome()).as(sample.error()).isEqualTo(Outcome.OK);
                assertThat(sample.tokens().output()).isEqualTo(2);
                assertThat(sent.count()).isEqualTo(1);
            }
            assertThat(wire.client.reconnects()).isZero();
        }
    }

    @Test
    void aStreamWhoseDoneIsReadTogetherWithWhatIsWrongIsComplete() throws Exception {
        String done = stream().substring(0, stream().length() - LAST_CHUNK.length());
        try (RawServer server = RawServer.answering(done + "no chunk");
                Wire wire = Wire.to(server)) {
            assertThat(wire.ask().outcome()).isEqualTo(Outcome.OK);
            assertThat(wire.ask().outcome()).isEqualTo(Outcome.OK);
        }
    }

    @Test
    void theConnectTimeoutDoesNotLimitHowLongAServerMayBeSilent() throws Exception {
        Duration connectTimeout = Duration.ofMillis(400);
        RawServer.Script slow = connection -> {
            connection.readRequest();
            // The silence itself is what is tested; nothing waits for it to be over.
            new CountDownLatch(1).await(1_200, java.util.concurrent.TimeUnit.MILLISECONDS);
            connection.send(stream());
        };
        try (RawServer server = RawServer.playing(slow);
                Wire wire = Wire.withConnectTimeout("http://127.0.0.1:" + server.port() + "/", connectTimeout)) {
            assertThat(wire.ask().outcome()).isEqualTo(Outcome.OK);
        }
    }

    @Test
    void requestsAtOnceEachHaveAConnection() throws Exception {
        CountDownLatch all = new CountDownLatch(8);
        RawServer.Script together = connection -> {
            connection.readRequest();
            all.countDown();
            all.await();
            connection.send(stream());
            connection.awaitEnd();
        };
        try (RawServer server = RawServer.playing(together);
                Wire wire = Wire.to(server)) {
            Wire.Sent[] sent = new Wire.Sent[8];
            for (int i = 0; i < sent.length; i++) {
                sent[i] = wire.send();
            }
            for (Wire.Sent one : sent) {
                assertThat(one.sample().connect()).isNotEqualTo(ABSENT);
            }
            assertThat(server.connections()).isEqualTo(8);
        }
    }
}
