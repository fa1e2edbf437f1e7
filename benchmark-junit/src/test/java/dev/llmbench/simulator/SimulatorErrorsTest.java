package dev.llmbench.simulator;

import static dev.llmbench.simulator.TestClient.CHAT;
import static dev.llmbench.simulator.TestClient.COMPLETIONS;
import static dev.llmbench.simulator.TestClient.chat;
import static dev.llmbench.simulator.TestClient.json;
import static dev.llmbench.simulator.TestClient.post;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulatorErrorsTest {

    private static final Simulator SIMULATOR = Simulator.builder()
            .ttft(Duration.ZERO)
            .tpot(Duration.ZERO)
            .outputTokens(2)
            .start();

    @AfterAll
    static void close() {
        SIMULATOR.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "/v1/chat/completions | hello                                    | is not JSON",
                "/v1/chat/completions | [1]                                      | is not a JSON object",
                "/v1/chat/completions | {\"messages\":[                          | is not JSON",
                "/v1/chat/completions | {\"messages\":[{}]} x                    | is not JSON",
                "/v1/chat/completions | {\"messages\":[{}]} {}                   | goes on after",
                "/v1/chat/completions | {\"prompt\":\"x\"}                       | messages is missing or empty",
                "/v1/chat/completions | {\"messages\":[]}                        | messages is missing or empty",
                "/v1/chat/completions | {\"messages\":\"x\"}                     | messages=x must be an array",
                "/v1/completions      | {\"messages\":[{}]}                      | prompt is missing or empty",
                "/v1/completions      | {\"prompt\":[\"a\",\"b\"]}               | must be one text",
                "/v1/completions      | {\"prompt\":\"x\",\"max_tokens\":0}      | max_tokens=0 must be",
                "/v1/completions      | {\"prompt\":\"x\",\"max_tokens\":1.5}    | max_tokens=1.5 must be",
                "/v1/completions      | {\"prompt\":\"x\",\"stream\":\"yes\"}    | stream=yes must be",
                "/v1/completions      | {\"prompt\":\"x\",\"max_tokens\":2,\"min_tokens\":3} | min_tokens=3 must not",
                "/v1/completions?n=0  | {\"prompt\":\"x\"}                       | n=0 must be",
                "/v1/completions?ttft=-1 | {\"prompt\":\"x\"}                    | ttft=-1 must be",
                "/v1/completions?fault=FIRE | {\"prompt\":\"x\"}                 | fault=FIRE must be",
            })
    void badRequestIsAnswered400WithTheReason(String path, String body, String reason) throws Exception {
        HttpResponse<String> response = post(SIMULATOR, path, body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response.body()).path("error").path("message").asText()).contains(reason);
    }

    @Test
    void unknownPathIsAnswered404AsOpenAiWordsErrors() throws Exception {
        HttpResponse<String> response = post(SIMULATOR, "/v1/embeddings", "{}");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(json(response.body()).path("error").path("type").asText()).isEqualTo("invalid_request_error");
    }

    @Test
    void wrongMethodIsAnswered405WithTheRightOne() throws Exception {
        HttpResponse<String> response = TestClient.get(SIMULATOR, CHAT);

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("allow")).hasValue("POST");
        assertThat(post(SIMULATOR, "/v1/models", "{}").headers().firstValue("allow"))
                .hasValue("GET");
    }

    @Test
    void requestThatSaysItIsTooLargeIsRefusedBeforeItsBodyIsRead() throws Exception {
        try (Socket socket = TestClient.connect(SIMULATOR)) {
            TestClient.send(
                    socket,
                    "POST " + COMPLETIONS + " HTTP/1.1\r\nContent-Length: " + (HttpRequestParser.MAX_BODY + 1)
                            + "\r\n\r\nand the body begins");

            assertThat(TestClient.readAll(socket)).startsWith("HTTP/1.1 413 ").doesNotContain("[reset]");
        }
    }

    @Test
    void whatIsNotHttpIsAnswered400AndTheConnectionClosed() throws Exception {
        assertThat(TestClient.exchange(SIMULATOR, "hello\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .contains("Connection: close");
    }

    @Test
    void statusInTheQueryIsAnswered() throws Exception {
        HttpResponse<String> response = post(SIMULATOR, CHAT + "?err=429", chat(""));

        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.headers().firstValue("retry-after")).hasValue("1");
        assertThat(json(response.body()).path("error").path("code").asInt()).isEqualTo(429);
    }

    @Test
    void shareOfRequestsFailsAsSetAndTheSameOnesInEachRun() throws Exception {
        List<Integer> first = statuses(7);

        assertThat(statuses(7)).isEqualTo(first);
        assertThat(statuses(8)).isNotEqualTo(first);
        assertThat(first).filteredOn(status -> status == 500).hasSizeBetween(40, 80);
        assertThat(first).filteredOn(status -> status == 503).hasSizeBetween(5, 40);
        assertThat(first).containsOnly(200, 500, 503);
    }

    private static List<Integer> statuses(long seed) throws Exception {
        try (Simulator simulator = Simulator.builder()
                .ttft(Duration.ZERO)
                .outputTokens(1)
                .errorRate(0.3, 500)
                .errorRate(0.1, 503)
                .seed(seed)
                .start()) {
            List<Integer> statuses = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                statuses.add(post(simulator, CHAT, chat("")).statusCode());
            }
            return statuses;
        }
    }
}
