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
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** When things happened, over real sockets and by a clock that counts its readings. */
@OnBothTransports
class MomentsTest {
    /** The selector is entered, it returns, and something is read. */
    private static final int READINGS_A_TURN = 3;

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
        assertThat(List.of(
                        at.scheduled(),
                        at.dispatched(),
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
        // Each piece is one read in a turn of its own: the third after the head ends the line.
        assertThat(pieces.at().firstContent() - pieces.at().headers()).isEqualTo(3 * READINGS_A_TURN);
        assertThat(pieces.at().end() - pieces.at().headers()).isEqualTo(5 * READINGS_A_TURN);
    }

    @Test
    void theEndIsTheReadThatBroughtDone() throws Exception {
        RequestSample together = delivering(List.of(streamHead() + chunk(token("a") + USAGE), LAST_CHUNK));
        assertThat(together.at().end()).isEqualTo(together.at().lastToken());

        RequestSample later = delivering(List.of(streamHead() + chunk(token("a")), chunk(USAGE), LAST_CHUNK));
        assertThat(later.at().end() - later.at().lastToken()).isEqualTo(READINGS_A_TURN);
    }

    @Test
    void theEndOfAStreamWithoutDoneIsTheReadThatBroughtTheEndOfItsBody() throws Exception {
        String finish = event("{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}");
        RequestSample sample = delivering(List.of(streamHead() + chunk(token("a") + finish), LAST_CHUNK));
        assertThat(sample.at().end() - sample.at().lastToken()).isEqualTo(READINGS_A_TURN);
    }

    @Test
    void sentIsTheFirstWriteAfterTheConnectionWasThere() throws Exception {
        RequestSample sample = delivering(List.of(streamHead() + chunk(token("a") + USAGE) + LAST_CHUNK));
        assertThat(sample.connect()).isPositive();
        assertThat(sample.at().sent()).isGreaterThan(sample.at().dispatched() + sample.connect());
        assertThat(sample.at().sent()).isLessThan(sample.at().headers());
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
            sent.cut(Outcome.TIMEOUT, "enough");
            RequestSample sample = sent.sample();
            assertThat(sample.outcome()).isEqualTo(Outcome.TIMEOUT);
            assertThat(sample.at().sent()).isNotEqualTo(ABSENT);
            assertThat(sample.at().headers()).isEqualTo(ABSENT);
        }
    }

    /** Each piece is sent when the one before was read. */
    private static RequestSample delivering(List<String> pieces) throws Exception {
        Ticks ticks = new Ticks();
        try (RawServer server = RawServer.playing(connection -> {
                    connection.readRequest();
                    for (String piece : pieces) {
                        long before = ticks.count();
                        connection.send(piece);
                        ticks.awaitMoreThan(before + READINGS_A_TURN - 1);
                    }
                    connection.awaitEnd();
                });
                Wire wire = Wire.withTicker("http://127.0.0.1:" + server.port() + "/", ticks)) {
            return wire.ask();
        }
    }
}
