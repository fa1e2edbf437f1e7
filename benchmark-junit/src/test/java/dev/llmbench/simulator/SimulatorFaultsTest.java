package dev.llmbench.simulator;

import static dev.llmbench.simulator.TestClient.CHAT;
import static dev.llmbench.simulator.TestClient.chat;
import static dev.llmbench.simulator.TestClient.events;
import static dev.llmbench.simulator.TestClient.json;
import static dev.llmbench.simulator.TestClient.streamedChat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class SimulatorFaultsTest {

    private static final String END = "\r\n0\r\n\r\n";
    private static final Simulator SIMULATOR = Simulator.builder()
            .ttft(Duration.ofMillis(1))
            .tpot(Duration.ofMillis(1))
            .outputTokens(6)
            .start();

    @AfterAll
    static void close() {
        SIMULATOR.close();
    }

    @Test
    void resetBeforeHeadAnswersNoByte() throws IOException {
        assertThat(streamed(Fault.RESET_BEFORE_HEAD)).isEqualTo("[reset]");
        assertThat(whole(Fault.RESET_BEFORE_HEAD)).isEqualTo("[reset]");
    }

    @Test
    void resetMidStreamComesAfterHalfOfTheTokens() throws IOException {
        String answer = streamed(Fault.RESET_MID_STREAM);

        assertThat(answer).endsWith("[reset]");
        assertThat(events(answer)).hasSize(1 + 3);
        assertThat(whole(Fault.RESET_MID_STREAM)).startsWith("HTTP/1.1 200 OK").endsWith("[reset]");
    }

    @Test
    void closeMidStreamLeavesOutTheLastChunk() throws IOException {
        String answer = streamed(Fault.CLOSE_MID_STREAM);

        assertThat(answer).doesNotEndWith(END).doesNotContain("[reset]");
        assertThat(events(answer)).hasSize(1 + 3);
    }

    @Test
    void closeMidStreamSendsLessThanTheContentLength() throws IOException {
        String answer = whole(Fault.CLOSE_MID_STREAM);

        int length = Integer.parseInt(answer.replaceAll("(?s).*Content-Length: (\\d+).*", "$1"));
        assertThat(body(answer).length()).isPositive().isLessThan(length);
        assertThat(answer).doesNotContain("[reset]");
    }

    @Test
    void truncatedStreamEndsInOrderWithoutFinishReasonAndDone() throws IOException {
        String answer = streamed(Fault.TRUNCATE);

        assertThat(answer).endsWith(END).doesNotContain("[DONE]", "\"stop\"");
        assertThat(events(answer)).hasSize(1 + 3);
    }

    @Test
    void truncatedAnswerHasHalfOfTheTextAndNoFinishReason() throws IOException {
        JsonNode answer = json(body(whole(Fault.TRUNCATE)));

        assertThat(answer.path("choices")
                        .path(0)
                        .path("message")
                        .path("content")
                        .asText())
                .matches("( [a-z]+){3}");
        assertThat(answer.path("choices").path(0).path("finish_reason").isNull())
                .isTrue();
    }

    @Test
    void errorInStreamIsTheLastEvent() throws IOException {
        String answer = streamed(Fault.ERROR_IN_STREAM);

        assertThat(answer).startsWith("HTTP/1.1 200 OK").endsWith(END).doesNotContain("[DONE]");
        assertThat(events(answer)).hasSize(1 + 3 + 1);
        assertThat(json(events(answer).get(4)).path("error").path("code").asInt())
                .isEqualTo(500);
    }

    @Test
    void errorInAnAnswerThatIsNotStreamedIsItsBody() throws IOException {
        String answer = whole(Fault.ERROR_IN_STREAM);

        assertThat(answer).startsWith("HTTP/1.1 200 OK");
        assertThat(json(body(answer)).path("error").path("message").asText()).isNotEmpty();
    }

    @Test
    void malformedEventIsNotJson() throws IOException {
        String answer = streamed(Fault.MALFORMED_JSON);

        assertThat(events(answer)).hasSize(1 + 3 + 2).last().isEqualTo("[DONE]");
        assertThatExceptionOfType(JsonProcessingException.class)
                .isThrownBy(() -> json(events(answer).get(4)));
    }

    @Test
    void malformedAnswerIsNotJson() throws IOException {
        String body = body(whole(Fault.MALFORMED_JSON));

        assertThatExceptionOfType(JsonProcessingException.class).isThrownBy(() -> json(body));
    }

    @Test
    void emptyOutputIsCompleteButForTheTokens() throws IOException {
        String answer = streamed(Fault.EMPTY_OUTPUT);

        assertThat(events(answer)).hasSize(4);
        assertThat(events(answer).get(1)).contains("\"finish_reason\":\"stop\"");
        assertThat(events(answer).get(2)).contains("\"completion_tokens\":0");
        assertThat(events(answer).get(3)).isEqualTo("[DONE]");
        assertThat(whole(Fault.EMPTY_OUTPUT)).contains("\"content\":\"\"", "\"completion_tokens\":0");
    }

    @Test
    void wrongContentTypeIsAWebPage() throws IOException {
        assertThat(streamed(Fault.WRONG_CONTENT_TYPE))
                .startsWith("HTTP/1.1 200 OK\r\nContent-Type: text/html")
                .endsWith("</html>\n");
    }

    @Test
    void hangMidStreamStopsAfterHalfOfTheTokensAndIsAbandonedWithTheClient() throws IOException {
        Simulator simulator = Simulator.builder().ttft(Duration.ZERO).start();
        try (simulator;
                Socket socket = TestClient.connect(simulator)) {
            TestClient.send(socket, TestClient.raw(CHAT + "?n=2&tpot=0&fault=HANG_MID_STREAM", streamedChat("")));
            TestClient.readTo(socket, "\"role\":\"assistant\"");
            TestClient.readTo(socket, "\"delta\":{\"content\":\" ");
            assertThat(simulator.counts().active()).isEqualTo(1);
            assertThat(simulator.log()).isEmpty();
        }

        // The simulator closed last, and ended what still hung if it hadn't seen the client leave.
        assertThat(simulator.log()).singleElement().satisfies(request -> {
            assertThat(request.finished()).isFalse();
            assertThat(request.outputTokens()).isEqualTo(1);
            assertThat(request.fault()).hasValue(Fault.HANG_MID_STREAM);
        });
        assertThat(simulator.counts().active()).isZero();
        assertThat(simulator.counts().abandoned()).isEqualTo(1);
    }

    @Test
    void hangAnswersNothingButKeepsTheConnection() throws IOException {
        Simulator simulator = Simulator.builder().ttft(Duration.ZERO).start();
        try (Socket hanging = TestClient.connect(simulator)) {
            try (simulator) {
                TestClient.send(hanging, TestClient.raw(CHAT + "?fault=HANG", streamedChat("")));
                // A request with a later time is complete: the first one had its time.
                TestClient.exchange(simulator, TestClient.raw(CHAT + "?n=1&ttft=20", chat(""), "Connection: close"));
            }

            assertThat(TestClient.readAll(hanging)).isEmpty();
        }
    }

    @Test
    void shareOfAnswersGoesWrongAsSet() throws IOException {
        try (Simulator simulator = Simulator.builder()
                .ttft(Duration.ZERO)
                .outputTokens(1)
                .faultRate(0.5, Fault.EMPTY_OUTPUT)
                .start()) {
            for (int i = 0; i < 100; i++) {
                TestClient.exchange(simulator, TestClient.raw(CHAT, chat(""), "Connection: close"));
            }

            assertThat(simulator.counts().faulty()).isBetween(30L, 70L);
            assertThat(simulator.counts().finished()).isEqualTo(100);
        }
    }

    private static String streamed(Fault fault) throws IOException {
        String body = streamedChat(",\"stream_options\":{\"include_usage\":true}");
        return TestClient.exchange(SIMULATOR, TestClient.raw(CHAT + "?fault=" + fault, body, "Connection: close"));
    }

    private static String whole(Fault fault) throws IOException {
        return TestClient.exchange(SIMULATOR, TestClient.raw(CHAT + "?fault=" + fault, chat(""), "Connection: close"));
    }

    private static String body(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }
}
