package dev.llmbench.simulator;

import static dev.llmbench.simulator.TestClient.CHAT;
import static dev.llmbench.simulator.TestClient.COMPLETIONS;
import static dev.llmbench.simulator.TestClient.chat;
import static dev.llmbench.simulator.TestClient.completion;
import static dev.llmbench.simulator.TestClient.events;
import static dev.llmbench.simulator.TestClient.json;
import static dev.llmbench.simulator.TestClient.post;
import static dev.llmbench.simulator.TestClient.streamedChat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class SimulatorAnswersTest {

    private static final Simulator SIMULATOR = Simulator.builder()
            .ttft(Duration.ofMillis(2))
            .tpot(Duration.ofMillis(1))
            .outputTokens(4)
            .model("little \"llama\"")
            .start();

    @AfterAll
    static void close() {
        SIMULATOR.close();
    }

    @Test
    void chatStreamGivesRoleThenTokensThenFinishReasonThenDone() throws Exception {
        HttpResponse<String> response = post(SIMULATOR, CHAT, streamedChat(""));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).hasValue("text/event-stream; charset=utf-8");
        List<String> events = events(response.body());
        assertThat(events).hasSize(7).last().isEqualTo("[DONE]");
        List<JsonNode> chunks = chunks(events);
        assertThat(chunks).allSatisfy(chunk -> {
            assertThat(chunk.path("object").asText()).isEqualTo("chat.completion.chunk");
            assertThat(chunk.path("model").asText()).isEqualTo("little \"llama\"");
            assertThat(chunk.path("id").asText())
                    .matches("chatcmpl-[0-9a-f]{8}")
                    .isEqualTo(id(chunks.get(0)));
        });
        assertThat(delta(chunks.get(0)).toString()).isEqualTo("{\"role\":\"assistant\",\"content\":\"\"}");
        assertThat(chunks.subList(1, 5))
                .allSatisfy(chunk ->
                        assertThat(delta(chunk).path("content").asText()).matches(" [a-z]+"));
        assertThat(delta(chunks.get(5)).isEmpty()).isTrue();
        assertThat(finishReason(chunks.get(5))).isEqualTo("stop");
    }

    @Test
    void completionStreamGivesTokensThenFinishReasonThenDone() throws Exception {
        List<String> events = events(
                post(SIMULATOR, COMPLETIONS, completion(",\"stream\":true")).body());

        assertThat(events).hasSize(6).last().isEqualTo("[DONE]");
        List<JsonNode> chunks = chunks(events);
        assertThat(chunks)
                .allSatisfy(chunk -> assertThat(chunk.path("object").asText()).isEqualTo("text_completion"));
        assertThat(chunks.subList(0, 4))
                .allSatisfy(chunk -> assertThat(
                                chunk.path("choices").path(0).path("text").asText())
                        .matches(" [a-z]+"));
        assertThat(finishReason(chunks.get(4))).isEqualTo("stop");
    }

    @Test
    void streamEndsWithUsageWhereAskedFor() throws Exception {
        String body = streamedChat(",\"stream_options\":{\"include_usage\":true}");

        List<JsonNode> chunks = chunks(events(post(SIMULATOR, CHAT, body).body()));

        JsonNode last = chunks.get(chunks.size() - 1);
        assertThat(last.path("choices").isEmpty()).isTrue();
        assertThat(last.path("usage").toString())
                .isEqualTo("{\"prompt_tokens\":4,\"completion_tokens\":4,\"total_tokens\":8}");
    }

    @Test
    void chatThatIsNotStreamedGivesMessageAndUsage() throws Exception {
        JsonNode answer = json(post(SIMULATOR, CHAT, chat("")).body());

        assertThat(answer.path("object").asText()).isEqualTo("chat.completion");
        JsonNode message = answer.path("choices").path(0).path("message");
        assertThat(message.path("role").asText()).isEqualTo("assistant");
        assertThat(message.path("content").asText()).matches("( [a-z]+){4}");
        assertThat(finishReason(answer)).isEqualTo("stop");
        assertThat(answer.path("usage").path("total_tokens").asInt()).isEqualTo(8);
    }

    @Test
    void completionThatIsNotStreamedGivesTextAndUsage() throws Exception {
        JsonNode answer = json(post(SIMULATOR, COMPLETIONS, completion("")).body());

        assertThat(answer.path("object").asText()).isEqualTo("text_completion");
        assertThat(answer.path("choices").path(0).path("text").asText()).matches("( [a-z]+){4}");
        assertThat(answer.path("usage").path("completion_tokens").asInt()).isEqualTo(4);
    }

    @Test
    void modelsAreListed() throws Exception {
        JsonNode models = json(TestClient.get(SIMULATOR, "/v1/models").body());

        assertThat(models.path("data").path(0).path("id").asText()).isEqualTo("little \"llama\"");
    }

    @Test
    void maxTokensCapsTheOutput() throws Exception {
        JsonNode answer = json(post(SIMULATOR, CHAT, chat(",\"max_tokens\":3")).body());

        assertThat(answer.path("usage").path("completion_tokens").asInt()).isEqualTo(3);
        assertThat(finishReason(answer)).isEqualTo("length");
    }

    @Test
    void maxCompletionTokensCapsTheOutput() throws Exception {
        List<JsonNode> chunks = chunks(events(post(SIMULATOR, CHAT, streamedChat(",\"max_completion_tokens\":1"))
                .body()));

        assertThat(chunks).hasSize(3);
        assertThat(finishReason(chunks.get(2))).isEqualTo("length");
    }

    @Test
    void ignoreEosGoesOnToMaxTokens() throws Exception {
        String body = chat(",\"max_tokens\":9,\"ignore_eos\":true");

        JsonNode answer = json(post(SIMULATOR, CHAT, body).body());

        assertThat(answer.path("usage").path("completion_tokens").asInt()).isEqualTo(9);
        assertThat(finishReason(answer)).isEqualTo("length");
    }

    @Test
    void minTokensLengthensTheOutput() throws Exception {
        JsonNode answer = json(post(SIMULATOR, CHAT, chat(",\"min_tokens\":7")).body());

        assertThat(answer.path("usage").path("completion_tokens").asInt()).isEqualTo(7);
        assertThat(finishReason(answer)).isEqualTo("stop");
    }

    @Test
    void queryOverridesLength() throws Exception {
        JsonNode answer = json(post(SIMULATOR, CHAT + "?n=2&ttft=0.5&tpot=0&api-version=1", chat(""))
                .body());

        assertThat(answer.path("usage").path("completion_tokens").asInt()).isEqualTo(2);
    }

    @Test
    void textInPartsAndTokenNumbersCountAsPrompt() throws Exception {
        String parts = "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"" + "x".repeat(40)
                + "\"}]}]}";

        assertThat(promptTokens(CHAT, parts)).isEqualTo(10);
        assertThat(promptTokens(COMPLETIONS, "{\"prompt\":[11,12,13]}")).isEqualTo(3);
    }

    @Test
    void connectionServesOneRequestAfterAnotherEvenIfTheyAreSentTogether() throws IOException {
        String request = TestClient.raw(CHAT, streamedChat(""));
        try (Socket socket = TestClient.connect(SIMULATOR)) {
            TestClient.send(socket, request + request + request);

            for (int i = 0; i < 3; i++) {
                String answer = TestClient.readTo(socket, "\r\n0\r\n\r\n");
                assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n").contains("data: [DONE]");
                assertThat(answer.split("HTTP/1.1 200", -1)).hasSize(2);
            }
        }
    }

    @Test
    void connectionIsClosedWhereAskedFor() throws IOException {
        String answer = TestClient.exchange(SIMULATOR, TestClient.raw(CHAT, streamedChat(""), "Connection: close"));

        assertThat(answer).contains("\r\nConnection: close\r\n").endsWith("data: [DONE]\n\n\r\n0\r\n\r\n");
    }

    @Test
    void clientThatAsksFirstIsToldToSendTheBody() throws IOException {
        String body = chat("");
        try (Socket socket = TestClient.connect(SIMULATOR)) {
            TestClient.send(
                    socket,
                    "POST " + CHAT + " HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: " + body.length()
                            + "\r\n\r\n");
            assertThat(TestClient.readTo(socket, "\r\n\r\n")).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");

            TestClient.send(socket, body);
            assertThat(TestClient.readTo(socket, "\r\n\r\n")).startsWith("HTTP/1.1 200 OK\r\n");
        }
    }

    @Test
    void longOutputComesThroughWhenTheSocketFills() throws IOException {
        try (Socket socket = TestClient.connect(SIMULATOR)) {
            TestClient.send(socket, TestClient.raw(CHAT + "?tpot=0&n=60000", streamedChat(""), "Connection: close"));

            assertThat(events(TestClient.readAll(socket))).hasSize(60_003);
        }
    }

    private static int promptTokens(String path, String body) throws Exception {
        return json(post(SIMULATOR, path, body).body())
                .path("usage")
                .path("prompt_tokens")
                .asInt();
    }

    private static List<JsonNode> chunks(List<String> events) throws IOException {
        List<JsonNode> chunks = new ArrayList<>();
        for (String event : events.subList(0, events.size() - 1)) {
            chunks.add(json(event));
        }
        return chunks;
    }

    private static String id(JsonNode chunk) {
        return chunk.path("id").asText();
    }

    private static JsonNode delta(JsonNode chunk) {
        return chunk.path("choices").path(0).path("delta");
    }

    private static String finishReason(JsonNode answer) {
        return answer.path("choices").path(0).path("finish_reason").asText();
    }
}
