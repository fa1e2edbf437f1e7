package dev.llmbench.openai;

import static dev.llmbench.openai.RawServer.chunk;
import static dev.llmbench.openai.RawServer.stream;
import static dev.llmbench.openai.RawServer.streamHead;
import static dev.llmbench.openai.RawServer.token;
import static dev.llmbench.sample.Moments.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.http.Carrier;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Cutting requests off, one by one or all together: each has its one sample, whatever it was doing. */
@OnBothTransports
class CuttingTest {

    CuttingTest(Carrier carrier) {
        Wire.carriedBy(carrier);
    }

    @Test
    void aRequestThatIsCutOffWhileItWaitsIsOneSampleAndItsConnectionIsClosed() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        try (RawServer server = RawServer.playing(connection -> {
                    connection.readRequest();
                    arrived.countDown();
                    connection.awaitEnd();
                    closed.countDown();
                });
                Wire wire = Wire.to(server)) {
            Wire.Sent sent = wire.send();
            arrived.await();
            sent.cut(Outcome.TIMEOUT, "too long");
            RequestSample sample = sent.sample();
            assertThat(sample.outcome()).isEqualTo(Outcome.TIMEOUT);
            assertThat(sample.error()).isEqualTo("too long");
            assertThat(sample.at().sent()).isNotEqualTo(ABSENT);
            assertThat(sample.at().headers()).isEqualTo(ABSENT);
            closed.await();
            assertThat(sent.count()).isEqualTo(1);
        }
    }

    @Test
    void aRequestThatIsCutOffInsideItsStreamKeepsTheMomentsItHad() throws Exception {
        HandClock clock = new HandClock();
        try (RawServer server = RawServer.playing(connection -> {
                    connection.readRequest();
                    clock.passMillis(1);
                    connection.send(streamHead() + chunk(token("a") + token("b")));
                    connection.awaitEnd();
                });
                Wire wire = Wire.withTicker("http://127.0.0.1:" + server.port() + "/", clock)) {
            Wire.Sent sent = wire.send();
            sent.awaitToken();
            clock.passMillis(1);
            sent.cut(Outcome.INTERRUPTED, "the end");
            RequestSample sample = sent.sample();
            assertThat(sample.outcome()).isEqualTo(Outcome.INTERRUPTED);
            assertThat(sample.status()).isEqualTo(200);
            assertThat(sample.at().headers()).isNotEqualTo(ABSENT);
            assertThat(sample.at().lastToken()).isNotEqualTo(ABSENT);
            assertThat(sample.at().end()).isGreaterThan(sample.at().lastToken());
            assertThat(sample.tokens().chunks()).isEqualTo(2);
        }
    }

    @Test
    void aRequestThatIsCutOffAtOnceIsOneSampleWhateverItsConnectionWasDoing() throws Exception {
        RawServer.Script silent = RawServer.Connection::awaitEnd;
        try (RawServer server = RawServer.playing(silent);
                Wire wire = Wire.to(server)) {
            List<Wire.Sent> all = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                Wire.Sent sent = wire.send();
                for (int spin = 0; spin < i * 100; spin++) {
                    // Cuts at different points of connecting and sending.
                    Thread.onSpinWait();
                }
                sent.cut(Outcome.INTERRUPTED, "the end");
                all.add(sent);
            }
            for (Wire.Sent sent : all) {
                assertThat(sent.sample().outcome()).isEqualTo(Outcome.INTERRUPTED);
            }
            wire.client.close();
            assertThat(all).allMatch(sent -> sent.count() == 1);
        }
    }

    @Test
    void theFirstCutHolds() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        try (RawServer server = RawServer.playing(connection -> {
                    connection.readRequest();
                    arrived.countDown();
                    connection.awaitEnd();
                });
                Wire wire = Wire.to(server)) {
            Wire.Sent sent = wire.send();
            arrived.await();
            sent.cut(Outcome.TIMEOUT, "too long");
            sent.cut(Outcome.INTERRUPTED, "the end");
            assertThat(sent.sample().outcome()).isEqualTo(Outcome.TIMEOUT);
        }
    }

    @Test
    void cuttingARequestThatHasEndedHarmsNeitherItNorTheNextOnItsConnection() throws Exception {
        CountDownLatch cut = new CountDownLatch(1);
        try (RawServer server = RawServer.playing(connection -> {
                    connection.readRequest();
                    connection.send(stream());
                    connection.readRequest();
                    cut.await();
                    connection.send(stream());
                });
                Wire wire = Wire.to(server)) {
            Wire.Sent first = wire.send();
            assertThat(first.sample().outcome()).isEqualTo(Outcome.OK);
            Wire.Sent second = wire.send();
            first.cut(Outcome.TIMEOUT, "too late");
            cut.countDown();
            assertThat(second.sample().outcome()).isEqualTo(Outcome.OK);
            assertThat(first.count()).isEqualTo(1);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void closingTheClientInterruptsWhatIsInFlightWithOneSampleEach() throws Exception {
        CountDownLatch arrived = new CountDownLatch(20);
        RawServer.Script silent = connection -> {
            connection.readRequest();
            arrived.countDown();
            connection.awaitEnd();
        };
        try (RawServer server = RawServer.playing(silent);
                Wire wire = Wire.to(server)) {
            List<Wire.Sent> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                all.add(wire.send());
            }
            arrived.await();
            // These may still be connecting.
            for (int i = 0; i < 20; i++) {
                all.add(wire.send());
            }
            wire.client.close();
            assertThat(all).allMatch(sent -> sent.count() == 1);
            for (Wire.Sent sent : all) {
                assertThat(sent.sample().outcome()).isEqualTo(Outcome.INTERRUPTED);
            }
        }
    }

    @Test
    void aClosedClientSendsNothingMore() throws Exception {
        try (RawServer server = RawServer.answering(stream());
                Wire wire = Wire.to(server)) {
            wire.client.close();
            Wire.Sent sent = wire.send();
            assertThat(sent.sample().outcome()).isEqualTo(Outcome.INTERRUPTED);
            assertThat(sent.count()).isEqualTo(1);
            assertThat(server.requests).isEmpty();
        }
    }
}
