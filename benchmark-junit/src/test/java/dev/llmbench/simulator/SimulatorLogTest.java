package dev.llmbench.simulator;

import static dev.llmbench.simulator.TestClient.CHAT;
import static dev.llmbench.simulator.TestClient.chat;
import static dev.llmbench.simulator.TestClient.raw;
import static dev.llmbench.simulator.TestClient.streamedChat;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SimulatorLogTest {

    private static final Duration TTFT = Duration.ofMillis(5);
    private static final Duration TPOT = Duration.ofMillis(2);

    @Test
    void requestIsLoggedWithItsTimesWhichAreNeverBeforeTheTimetable() throws IOException {
        long before = System.nanoTime();
        try (Simulator simulator = small().start()) {
            TestClient.exchange(
                    simulator, raw(CHAT, streamedChat(""), "X-Request-Id: my request", "Connection: close"));

            assertThat(simulator.log()).singleElement().satisfies(request -> {
                assertThat(request.id()).isEqualTo("my request");
                assertThat(request.path()).isEqualTo(CHAT);
                assertThat(request.streamed()).isTrue();
                assertThat(request.status()).isEqualTo(200);
                assertThat(request.outputTokens()).isEqualTo(10);
                assertThat(request.promptTokens()).isEqualTo(4);
                assertThat(request.fault()).isEmpty();
                assertThat(request.finished()).isTrue();
                assertThat(request.received() - before).isPositive();
                assertThat(request.started()).hasValue(request.received());
                assertThat(request.firstToken().orElseThrow() - request.received())
                        .isGreaterThanOrEqualTo(TTFT.toNanos());
                assertThat(request.lastToken().orElseThrow() - request.received())
                        .isGreaterThanOrEqualTo(TTFT.plus(TPOT.multipliedBy(9)).toNanos());
                assertThat(request.maxLateNanos()).isNotNegative();
            });
        }
    }

    @Test
    void requestWithoutIdIsLoggedWithItsAnswersId() throws IOException {
        try (Simulator simulator = small().start()) {
            String answer = TestClient.exchange(simulator, raw(CHAT, chat(""), "Connection: close"));

            assertThat(answer).contains("\"id\":\"" + simulator.log().get(0).id() + "\"");
        }
    }

    @Test
    void logKeepsTheLatestRequestsUpToItsLimit() throws IOException {
        try (Simulator simulator = small().logLimit(2).start()) {
            for (String id : new String[] {"a", "b", "c"}) {
                TestClient.exchange(
                        simulator, raw(CHAT + "?n=1", chat(""), "x-request-id: " + id, "Connection: close"));
            }

            assertThat(simulator.log()).extracting(ServedRequest::id).containsExactly("b", "c");
            simulator.clearLog();
            assertThat(simulator.log()).isEmpty();
            assertThat(simulator.counts()).isEqualTo(new SimulatorCounts(3, 0, 0, 3, 0, 0, 0, 3));
        }
    }

    @Test
    void pauseMakesTokensLate() throws IOException {
        try (Simulator simulator = small().start()) {
            Duration pause = Duration.ofMillis(60);
            long before = System.nanoTime();
            simulator.pause(pause);
            TestClient.exchange(simulator, raw(CHAT + "?ttft=0&n=1", streamedChat(""), "Connection: close"));

            assertThat(simulator.log().get(0).firstToken().orElseThrow() - before)
                    .isGreaterThanOrEqualTo(pause.toNanos());
        }
    }

    @Test
    void closingEndsConnectionsAndLogsWhatWasUnderWay() throws IOException {
        Simulator simulator = small().ttft(Duration.ofHours(1)).start();
        try (var socket = TestClient.connect(simulator)) {
            try (simulator) {
                TestClient.send(socket, raw(CHAT, streamedChat("")));
                TestClient.readTo(socket, "assistant");
            }

            assertThat(TestClient.readAll(socket)).doesNotContain("[DONE]");
        }
        assertThat(simulator.log()).extracting(ServedRequest::finished).containsExactly(false);
    }

    private static SimulatorBuilder small() {
        return Simulator.builder().ttft(TTFT).tpot(TPOT).outputTokens(10);
    }
}
