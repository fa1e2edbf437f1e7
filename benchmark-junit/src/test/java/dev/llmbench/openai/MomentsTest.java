package dev.llmbench.openai;

import static dev.llmbench.openai.RawServer.LAST_CHUNK;
import static dev.llmbench.openai.RawServer.chunk;
import static dev.llmbench.openai.RawServer.event;
import static dev.llmbench.openai.RawServer.streamHead;
import static dev.llmbench.openai.RawServer.token;
import static dev.llmbench.sample.Moments.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.http.Carrier;
import dev.llmbench.sample.Moments;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.Ticker;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** When things happened, over real sockets and by a clock that the test moves. */
@OnBothTransports
class MomentsTest {
    /** In microseconds: what passes before each piece is sent. */
    private static final long STEP = 1_001;

    private static final String ROLE = event("{\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}");
    private static final String REASONING = event("{\"choices\":[{\"delta\":{\"reasoning_content\":\"Hm\"}}]}");
    private static final String USAGE =
            event("{\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":4}}") + RawServer.DONE;

    MomentsTest(Carrier carrier) {
        Wire.carriedBy(carrier);
    }

    @Test
    void theMomentsOfAStreamAreTheReadsThatBroughtThem() throws Exception {
        RequestSample sample = delivering(List.of(
                streamHead(),
                chunk(ROLE),
                chunk(REASONING),
                chunk(token("a")),
                chunk(token("b")),
                chunk(USAGE) + LAST_CHUNK));
        Moments at = sample.at();
        assertThat(sample.outcome()).isEqualTo(Outcome.OK);
        assertThat(List.of(at.scheduled(), at.dispatched(), at.sent())).isSorted();
        assertThat(List.of(
                        at.sent(),
                        at.headers(),
                        at.firstEvent(),
                        at.firstReasoning(),
                        at.firstContent(),
                        at.lastToken(),
                        at.end()))
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(at.firstToken()).isEqualTo(at.firstReasoning());
        assertThat(sample.gaps().size()).isEqualTo(2);
    }

    @Test
    void anEventInPiecesArrivesWithTheEndOfItsDataLine() throws Exception {
        String event = token("a");
        RequestSample whole = delivering(List.of(streamHead() + chunk(event + USAGE) + LAST_CHUNK));
        assertThat(whole.at().firstContent())
                .isEqualTo(whole.at().headers())
                .isEqualTo(whole.at().end());

        RequestSample pieces = delivering(List.of(
                streamHead(),
                chunk(event.substring(0, 9)),
                chunk(event.substring(9, event.length() - 2)),
                chunk("\n"),
                chunk("\n"),
                chunk(USAGE) + LAST_CHUNK));
        // The third piece after the head ends the line.
        assertThat(pieces.at().firstContent() - pieces.at().headers()).isEqualTo(3 * STEP);
        assertThat(pieces.at().end() - pieces.at().headers()).isEqualTo(5 * STEP);
    }

    @Test
    void theEndIsTheReadThatBroughtDone() throws Exception {
        RequestSample together = delivering(List.of(streamHead() + chunk(token("a") + USAGE), LAST_CHUNK));
        assertThat(together.at().end()).isEqualTo(together.at().lastToken());

        RequestSample later = delivering(List.of(streamHead() + chunk(token("a")), chunk(USAGE), LAST_CHUNK));
        assertThat(later.at().end() - later.at().lastToken()).isEqualTo(STEP);
    }

    @Test
    void theEndOfAStreamWithoutDoneIsTheReadThatBroughtTheEndOfItsBody() throws Exception {
        String finish = event("{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}");
        RequestSample sample = delivering(List.of(streamHead() + chunk(token("a") + finish), LAST_CHUNK));
        assertThat(sample.at().end() - sample.at().lastToken()).isEqualTo(STEP);
    }

    @Test
    void sentIsTheFirstWriteAfterTheConnectionWasThere() throws Exception {
        AtomicLong readings = new AtomicLong();
        Ticker movesWhenRead = () -> readings.incrementAndGet() * 1_000;
        try (RawServer server = RawServer.answering(RawServer.stream());
                Wire wire = Wire.withTicker("http://127.0.0.1:" + server.port() + "/", movesWhenRead)) {
            RequestSample sample = wire.ask();
            assertThat(sample.connect()).isPositive();
            assertThat(sample.at().sent()).isGreaterThan(sample.at().dispatched() + sample.connect());
            assertThat(sample.at().sent()).isLessThan(sample.at().headers());
        }
    }

    @Test
    void aRequestThatIsNotSentWholeWasSentAllTheSame() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        try (RawServer server = RawServer.playing(connection -> {
                    connection.readHead();
                    arrived.countDown();
                    new CountDownLatch(1).await();
                });
                Wire wire = Wire.to(server)) {
            Wire.Sent sent = wire.send("long ".repeat(8_000_000));
            arrived.await();
            sent.awaitSent();
            sent.cut(Outcome.TIMEOUT, "enough");
            RequestSample sample = sent.sample();
            assertThat(sample.outcome()).isEqualTo(Outcome.TIMEOUT);
            assertThat(sample.at().sent()).isNotEqualTo(ABSENT);
            assertThat(sample.at().headers()).isEqualTo(ABSENT);
        }
    }

    /** Each piece is sent a step after the one before was read. */
    private static RequestSample delivering(List<String> pieces) throws Exception {
        HandClock clock = new HandClock();
        CompletableFuture<Wire.Sent> sent = new CompletableFuture<>();
        try (RawServer server = RawServer.playing(connection -> {
                    connection.readRequest();
                    Wire.Sent asked = sent.get(20, TimeUnit.SECONDS);
                    asked.awaitSent();
                    for (String piece : pieces) {
                        clock.passMillis(1);
                        connection.send(piece);
                        asked.awaitRead(clock.micros());
                    }
                    connection.awaitEnd();
                });
                Wire wire = Wire.withTicker("http://127.0.0.1:" + server.port() + "/", clock)) {
            sent.complete(wire.send());
            return sent.get().sample();
        }
    }
}
