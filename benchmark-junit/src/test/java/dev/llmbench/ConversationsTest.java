package dev.llmbench;

import static dev.llmbench.assertj.LlmAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.llmbench.budget.Verdicts;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.LimitText;
import dev.llmbench.plan.LoadModel;
import dev.llmbench.report.VerdictLine;
import dev.llmbench.report.files.ResultFiles;
import dev.llmbench.report.files.SavedRun;
import dev.llmbench.result.Conversations;
import dev.llmbench.result.LoadResult;
import dev.llmbench.sample.ConversationEnd;
import dev.llmbench.simulator.Simulator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Conversations that are run turn by turn over real sockets. */
class ConversationsTest {
    private static final String ANSWER = "\"Tides\\\"\nrise 👋\t\u0001, ¿no?";
    private static final String TOOLS =
            "[{\"type\":\"function\",\"function\":{\"name\":\"w\",\"parameters\":{\"minimum\":0.10,\"default\":null}}}]";
    private static final String IMAGE = "{\"role\":\"user\",\"name\":\"Ann\",\"content\":["
            + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,iVBORw0KGgo=\",\"detail\":\"low\"}},"
            + "{\"type\":\"text\",\"text\":\"Grüße\",\"weight\":1.50}]}";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private UnaryOperator<String> answers = body -> streamed(delta("content", ANSWER));
    private HttpServer server;

    @TempDir
    private Path directory;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            bodies.add(body);
            byte[] answer = answers.apply(body).getBytes(UTF_8);
            exchange.getResponseHeaders()
                    .add("content-type", answer[0] == '{' ? "application/json" : "text/event-stream");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private static String delta(String field, String text) {
        try {
            return "{\"choices\":[{\"delta\":{\"" + field + "\":" + JSON.writeValueAsString(text) + "}}]}";
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String streamed(String... chunks) {
        return "data: " + String.join("\n\ndata: ", chunks) + "\n\ndata: [DONE]\n\n";
    }

    @Test
    void eachTurnIsSentWithTheServersOwnAnswersBeforeIt() throws Exception {
        run("{\"system\":\"s\",\"turns\":[{\"content\":\"a\",\"max_tokens\":7},\"b\",\"c\"],\"max_tokens\":9}", 3);

        assertThat(roles(0)).containsExactly("system: s", "user: a");
        assertThat(roles(1)).containsExactly("system: s", "user: a", "assistant: " + ANSWER, "user: b");
        assertThat(roles(2))
                .containsExactly(
                        "system: s", "user: a", "assistant: " + ANSWER, "user: b", "assistant: " + ANSWER, "user: c");
        assertThat(bodies.stream()
                        .map(ConversationsTest::tree)
                        .map(body -> body.path("max_tokens").asInt()))
                .containsExactly(7, 9, 9);
    }

    @Test
    void messagesOfManyKindsAndToolsAreSentByteForByteInEveryTurn() throws Exception {
        String first = IMAGE.replace("Ann", "Bob");
        run(
                "{\"messages\":[" + first + ",{\"role\":\"assistant\",\"content\":\"recorded\"}," + IMAGE
                        + "],\"tools\":" + TOOLS + ",\"tool_choice\":\"auto\"}",
                2);

        assertThat(bodies.get(0)).startsWith("{\"messages\":[" + first + "],").contains("\"tools\":" + TOOLS + ",");
        assertThat(bodies.get(1))
                .startsWith("{\"messages\":[" + first + ",{\"role\":\"assistant\",\"content\":")
                .contains("}," + IMAGE + "],")
                .contains("\"tools\":" + TOOLS + ",\"tool_choice\":\"auto\"}")
                .doesNotContain("recorded");
    }

    @Test
    void anAnswerThatIsNotStreamedGoesIntoTheHistoryToo() throws Exception {
        answers = body -> "{\"choices\":[{\"message\":{\"content\":\"Once\"},\"finish_reason\":\"stop\"}]}";
        describe("{\"turns\":[\"a\",\"b\"]}", 2).streaming(false).build().run();

        assertThat(roles(1)).containsExactly("user: a", "assistant: Once", "user: b");
    }

    @Test
    void reasoningIsNotPutIntoTheHistory() throws Exception {
        answers = body -> streamed(delta("reasoning_content", "hmm"), delta("content", "yes"));
        run("{\"turns\":[\"a\",\"b\"]}", 2);

        assertThat(roles(1)).containsExactly("user: a", "assistant: yes", "user: b");
    }

    @Test
    void anAnswerOfCallsAloneEndsItsConversationUnanswered() throws Exception {
        answers = body -> streamed(
                "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}}]}");
        Conversations conversations =
                run("{\"turns\":[\"a\",\"b\"]}", 2).conversations().orElseThrow();

        assertThat(bodies).allMatch(body -> !body.contains("assistant"));
        assertThat(conversations.count(ConversationEnd.UNANSWERED)).isEqualTo(2);
        assertThat(conversations.count()).isEqualTo(2);
    }

    @Test
    void halfACharacterAtTheEndOfAnAnswerDoesNoHarm() throws Exception {
        answers = body -> streamed("{\"choices\":[{\"delta\":{\"content\":\"yes \\ud83d\"}}]}");
        run("{\"turns\":[\"a\",\"b\"]}", 2);

        assertThat(roles(1)).containsExactly("user: a", "assistant: yes ?", "user: b");
    }

    @Test
    void aSaltIsTheSameInAllTurnsOfAConversationAndInNoOther() throws Exception {
        describe("{\"turns\":[\"a\",\"b\"]}", 4).saltPrompts(true).build().run();

        assertThat(roles(1).get(0)).endsWith("\na").isEqualTo(roles(0).get(0)).isNotEqualTo(roles(2).get(0));
        assertThat(roles(3).get(0)).isEqualTo(roles(2).get(0));
        assertThat(roles(1)).last().isEqualTo("user: b");
    }

    @Test
    void theSameSeedSendsTheSameRequests() throws Exception {
        String records = "{\"turns\":[\"a\",\"b\"]}\n{\"turns\":[\"c\",\"d\"]}\n{\"turns\":[\"e\",\"f\",\"g\"]}";
        run(records, 14);
        List<String> once = List.copyOf(bodies);
        bodies.clear();
        run(records, 14);

        assertThat(bodies).hasSize(14).isEqualTo(once);
    }

    @Test
    void theResultTellsOfConversationsAndOfTurns() throws Exception {
        LoadResult result = run("{\"turns\":[\"a\",\"b\",\"c\"]}", 5);

        Conversations conversations = result.conversations().orElseThrow();
        assertThat(conversations.count(ConversationEnd.COMPLETE)).isEqualTo(1);
        assertThat(conversations.count(ConversationEnd.UNFINISHED)).isEqualTo(1);
        assertThat(conversations.meanTurns()).hasValue(3);
        assertThat(conversations.duration().count()).isEqualTo(1);
        assertThat(result.turns()).extracting(turn -> turn.ok()).containsExactly(2L, 2L, 1L);
        assertThat(result)
                .turn(2)
                .okRequests()
                .isAtLeast("2")
                .and()
                .ttft()
                .p50()
                .isAtMost("10s");
        assertThatThrownBy(() -> assertThat(result).turn(3).okRequests().isAtLeast("2"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("turn 3");
        assertThatThrownBy(() -> assertThat(result).turn(4).ttft().p50().isAtMost("10s"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("never measured");
    }

    @Test
    void theSummaryFromTheFilesIsTheSummaryOfTheRun() throws Exception {
        try (Simulator simulator = Simulator.builder()
                .ttft(Duration.ofMillis(10))
                .tpot(Duration.ofMillis(1))
                .outputTokens(4)
                .errorRate(0.1, 503)
                .start()) {
            LoadTestBuilder described = describe("{\"turns\":[\"a\",\"b\",\"c\"]}\n{\"turns\":[\"d\",\"e\"]}", 100)
                    .endpoint(simulator.url() + "/v1/chat/completions")
                    .warmUp(Duration.ofMillis(200))
                    .startUsers(4)
                    .stage(4, Duration.ofSeconds(2))
                    .thinkTime(Duration.ofMillis(20))
                    .gracefulStop(Duration.ZERO)
                    .acceptInvalid(true);
            LimitText.budgets(
                            "budgets", "ttft.p50@turn2<=11ms, e2e.p90@turn1<=1s, error_rate@turn3<=50%, throughput>=1")
                    .forEach(described::budget);
            LoadResult result = described.build().run();

            assertThat(result.conversations().orElseThrow().count(ConversationEnd.FAILED))
                    .isPositive();
            assertThat(summary(SavedRun.read(directory).result()))
                    .isEqualTo(summary(result))
                    .isEqualTo(Files.readString(directory.resolve("summary.json")))
                    .contains("\"request_time_ms\"", "turn 2");

            Files.delete(directory.resolve("run.json"));
            LoadResult alone = SavedRun.read(directory).result();
            assertThat(alone.conversations().orElseThrow().ends())
                    .isEqualTo(result.conversations().orElseThrow().ends());
            assertThat(alone.turn(2).ok()).isEqualTo(result.turn(2).ok());
        }
    }

    @Test
    void anEndpointThatIsNoneForChatsIsRefused() throws Exception {
        refused(describe("{\"turns\":[\"a\",\"b\"]}", 1).endpoint(url("/v1/completions")), "Use a chat endpoint");
    }

    @Test
    void arrivalRatesAreRefused() throws Exception {
        refused(describe("{\"turns\":[\"a\",\"b\"]}", 1).load(LoadModel.ARRIVAL_RATE), "Use load = VIRTUAL_USERS");
    }

    @Test
    void twoLengthsAreRefused() throws Exception {
        refused(describe("{\"turns\":[\"a\",\"b\"]}", 2).maxTokens(5).tpotByDifference(10), "Leave one of the two out");
    }

    @Test
    void severalAnswersToATurnAreRefused() throws Exception {
        refused(describe("{\"turns\":[\"a\",\"b\"]}", 1).requestBody("{\"n\":2}"), "Leave n out");
    }

    @Test
    void aBudgetOfATurnNeedsConversations() throws Exception {
        LoadTestBuilder plain = describe("{\"prompt\":\"a\"}", 1).conversations(false);
        LimitText.budgets("budgets", "ttft.p50@turn2<=11ms").forEach(plain::budget);

        assertThatThrownBy(plain::build)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("budgets.turn = \"2\"")
                .hasMessageContaining("Set conversations = true");
    }

    private void refused(LoadTestBuilder described, String remedy) {
        assertThatThrownBy(described::build)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("conversations = \"true\"")
                .hasMessageContaining(remedy);
        assertThat(bodies).isEmpty();
    }

    private LoadResult run(String records, int requests) throws Exception {
        return describe(records, requests).build().run();
    }

    private LoadTestBuilder describe(String records, int requests) throws IOException {
        Path dataset = Files.writeString(directory.resolve("set.jsonl"), records);
        return LoadTest.builder()
                .endpoint(url("/v1/chat/completions"))
                .dataset(dataset.toString())
                .conversations(true)
                .stage(1, Duration.ofSeconds(30))
                .maxRequests(requests)
                // The server tells what it got.
                .probe(false)
                .seed(3)
                .outputDirectory(directory)
                .quiet(true);
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private List<String> roles(int request) {
        return tree(bodies.get(request)).path("messages").findParents("role").stream()
                .map(message -> message.path("role").asText() + ": "
                        + message.path("content").asText())
                .toList();
    }

    private static JsonNode tree(String body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new AssertionError(body, e);
        }
    }

    private static String summary(LoadResult result) {
        return ResultFiles.summary(result, VerdictLine.of(Verdicts.of(result)));
    }
}
