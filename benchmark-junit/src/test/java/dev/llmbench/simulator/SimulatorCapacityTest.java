package dev.llmbench.simulator;

import static dev.llmbench.simulator.TestClient.CHAT;
import static dev.llmbench.simulator.TestClient.streamedChat;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatorCapacityTest {

    private static final String ROLE = "\"role\":\"assistant\"";
    private static final String END = "\r\n0\r\n\r\n";
    private static final Duration TTFT = Duration.ofMillis(20);

    @Test
    void requestsOverTheCapacityWaitInOrderOfArrivalAndTheirTimeStartsWithTheirTurn() throws IOException {
        try (Simulator simulator = Simulator.builder()
                        .ttft(TTFT)
                        .tpot(Duration.ofMillis(1))
                        .outputTokens(5)
                        .capacity(1)
                        .start();
                Socket first = ask(simulator, "first");
                Socket second = ask(simulator, "second");
                Socket third = ask(simulator, "third")) {
            TestClient.readTo(third, END);
            TestClient.readTo(second, END);
            TestClient.readTo(first, END);

            List<ServedRequest> log = simulator.log();
            assertThat(log).extracting(ServedRequest::id).containsExactly("first", "second", "third");
            for (int i = 0; i < 3; i++) {
                ServedRequest request = log.get(i);
                long turn = request.started().orElseThrow();
                assertThat(request.firstToken().orElseThrow() - turn).isGreaterThanOrEqualTo(TTFT.toNanos());
                if (i == 0) {
                    assertThat(turn).isEqualTo(request.received());
                } else {
                    assertThat(turn)
                            .isGreaterThanOrEqualTo(log.get(i - 1).lastToken().orElseThrow());
                }
            }
        }
    }

    @Test
    void requestIsAnswered429WhenTheQueueIsFull() throws IOException {
        try (Simulator simulator = Simulator.builder()
                        .capacity(1)
                        .queueLimit(1)
                        .ttft(Duration.ofHours(1))
                        .start();
                Socket active = ask(simulator, "active");
                Socket queued = ask(simulator, "queued")) {
            String refused =
                    TestClient.exchange(simulator, TestClient.raw(CHAT, streamedChat(""), "Connection: close"));

            assertThat(refused).startsWith("HTTP/1.1 429 Too Many Requests\r\n").contains("\r\nRetry-After: 1\r\n");
            assertThat(simulator.counts().active()).isEqualTo(1);
            assertThat(simulator.counts().queued()).isEqualTo(1);
            assertThat(List.of(active, queued)).allMatch(Socket::isConnected);
        }
    }

    @Test
    void clientThatLeavesMakesRoomForTheNext() throws IOException {
        try (Simulator simulator = Simulator.builder()
                .capacity(1)
                .ttft(Duration.ZERO)
                .outputTokens(1)
                .start()) {
            Socket hanging = ask(simulator, "hanging", CHAT + "?fault=HANG_MID_STREAM");
            try (Socket next = ask(simulator, "next")) {
                hanging.close();

                assertThat(TestClient.readTo(next, END)).contains("[DONE]");
            }
            assertThat(simulator.log()).extracting(ServedRequest::finished).containsExactly(false, true);
        }
    }

    @Test
    void headWaitsForTheFirstTokenWhereSetSo() throws IOException {
        try (Simulator simulator = Simulator.builder()
                        .capacity(1)
                        .earlyHead(false)
                        .ttft(Duration.ofHours(1))
                        .start();
                Socket silent = TestClient.connect(simulator)) {
            TestClient.send(silent, TestClient.raw(CHAT, streamedChat("")));
            String answer = TestClient.exchange(
                    simulator,
                    TestClient.raw("/v1/models", "", "Connection: close").replace("POST", "GET"));

            assertThat(answer).startsWith("HTTP/1.1 200 OK");
            assertThat(silent.getInputStream().available()).isZero();
        }
    }

    private static Socket ask(Simulator simulator, String id) throws IOException {
        return ask(simulator, id, CHAT);
    }

    /** Returns when the request has been taken: that is when its role comes. */
    private static Socket ask(Simulator simulator, String id, String path) throws IOException {
        Socket socket = TestClient.connect(simulator);
        TestClient.send(socket, TestClient.raw(path, streamedChat(""), "x-request-id: " + id));
        TestClient.readTo(socket, ROLE);
        return socket;
    }
}
