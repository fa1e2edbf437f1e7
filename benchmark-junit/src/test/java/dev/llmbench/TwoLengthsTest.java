package dev.llmbench;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.LoadModel;
import dev.llmbench.report.csv.RequestsCsv;
import dev.llmbench.result.ExclusionReason;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.TpotByDifference;
import dev.llmbench.sample.PairPart.Role;
import dev.llmbench.sample.Phase;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.simulator.ServedRequest;
import dev.llmbench.simulator.Simulator;
import dev.llmbench.simulator.TokenCount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TPOT by two lengths against a server on a real socket. How near it comes is printed; virtual time proves it. */
class TwoLengthsTest {
    private static final int M = 20;
    private static final TokenCount LONG = TokenCount.fixed(1_000);
    private static final TokenCount A_FIFTH_STOPS_EARLY = random -> random.nextDouble() < 0.2 ? M / 2 : 1_000;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void measuresTpotStreamedOrNot(boolean streaming, TestReporter reporter) throws Exception {
        try (Simulator simulator = simulator(LONG)) {
            LoadResult result = described(simulator)
                    .streaming(streaming)
                    .maxRequests(80)
                    .build()
                    .run();

            TpotByDifference tpot = result.tpotByDifference().orElseThrow();
            assertThat(tpot.pairs()).isEqualTo(40);
            assertThat(tpot.leftOut()).isEmpty();
            assertThat(result.run().ok()).isEqualTo(80);
            assertThat(result.tpot().isEmpty()).isEqualTo(!streaming);
            assertThat(tpot.micros().orElseThrow()).isPositive();
            reporter.publishEntry("true TPOT 2 ms, " + (streaming ? "streamed" : "not streamed"), tpot.inWords());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void leavesOutPairsWhoseOutputsStopEarly(boolean streaming, TestReporter reporter) throws Exception {
        try (Simulator simulator = simulator(A_FIFTH_STOPS_EARLY)) {
            LoadResult result = described(simulator)
                    .streaming(streaming)
                    .maxRequests(80)
                    .build()
                    .run();

            TpotByDifference tpot = result.tpotByDifference().orElseThrow();
            assertThat(tpot.pairs() + tpot.leftOutPairs()).isEqualTo(40);
            assertThat(tpot.leftOut()).containsOnlyKeys(ExclusionReason.LENGTH);
            assertThat(tpot.leftOutPairs()).isEqualTo(pairsThatStoppedEarly());
            reporter.publishEntry(
                    "true TPOT 2 ms, a fifth stops early, " + (streaming ? "streamed" : "not streamed"),
                    tpot.inWords());
        }
    }

    private long pairsThatStoppedEarly() throws IOException {
        return measured(rows()).values().stream()
                .filter(pair -> pair.stream()
                        .anyMatch(row -> row.tokens().output()
                                != requireNonNull(row.pair()).asked()))
                .count();
    }

    @Test
    void theServerGetsEachPromptOnceUnmeasuredAndThenInBothLengths() throws Exception {
        try (Simulator simulator = simulator(LONG)) {
            described(simulator).probe(false).maxRequests(12).build().run();

            assertThat(simulator.log()).hasSize(18);
            assertThat(simulator.log().stream().map(ServedRequest::outputTokens))
                    .containsOnly(M, M + 10);
            Map<Long, List<RequestSample>> pairs = rows().stream().collect(groupingBy(TwoLengthsTest::number));
            assertThat(pairs).hasSize(6);
            pairs.values().forEach(pair -> {
                assertThat(pair).hasSize(3);
                assertThat(pair.stream().map(RequestSample::promptId).distinct())
                        .hasSize(1);
                assertThat(pair.get(0).phase()).isEqualTo(Phase.WARMUP);
                assertThat(requireNonNull(pair.get(0).pair()).role()).isEqualTo(Role.UNMEASURED);
            });
        }
    }

    @Test
    void saltedPromptsAreSentTwiceEachWithASaltOfItsOwn() throws Exception {
        try (Simulator simulator = simulator(LONG)) {
            LoadResult result = described(simulator)
                    .probe(false)
                    .saltPrompts(true)
                    .maxRequests(12)
                    .build()
                    .run();

            assertThat(simulator.log()).hasSize(12);
            assertThat(result.tpotByDifference().orElseThrow().pairs()).isEqualTo(6);
            assertThat(rows()).allMatch(row -> row.phase() == Phase.MEASURED);
            assertThat(measured(rows()).values()).allSatisfy(pair -> {
                assertThat(pair).hasSize(2);
                assertThat(pair.get(0).promptId()).isEqualTo(pair.get(1).promptId());
                assertThat(pair.get(0).tokens().prompt()).isPositive();
            });
        }
    }

    @Test
    void arrivalsMeasureItToo() throws Exception {
        try (Simulator simulator = simulator(LONG)) {
            LoadResult result = described(simulator)
                    .load(LoadModel.ARRIVAL_RATE)
                    .startRate(60)
                    .maxRequests(6)
                    .build()
                    .run();

            assertThat(result.tpotByDifference().orElseThrow().pairs()).isEqualTo(3);
        }
    }

    @Test
    void everyFileTellsOfThePairs() throws Exception {
        try (Simulator simulator = simulator(LONG)) {
            LoadResult result = described(simulator).maxRequests(12).build().run();

            assertThat(Files.readAllLines(directory.resolve("pairs.csv"))).hasSize(1 + 6);
            JsonNode plan = json("run.json").path("plan").path("tpot_by_difference");
            assertThat(plan.path("difference").asInt()).isEqualTo(10);
            assertThat(plan.path("salted").asBoolean(true)).isFalse();
            JsonNode summary = json("summary.json").path("tpot_by_difference");
            TpotByDifference tpot = result.tpotByDifference().orElseThrow();
            assertThat(summary.path("pairs").asInt()).isEqualTo(6);
            assertThat(summary.path("text").asText()).isEqualTo(tpot.inWords());
            assertThat(summary.path("stages")).hasSize(1);
            assertThat(summary.path("left_out").path("length").asInt(-1)).isZero();
        }
    }

    @Test
    void aPromptWithoutALengthIsToldBeforeAnythingIsSent() throws IOException {
        Path prompts = Files.writeString(
                directory.resolve("some.jsonl"),
                "{\"prompt\":\"a\",\"max_tokens\":5}\n{\"id\":\"lengthless\",\"prompt\":\"b\"}\n");
        LoadTestBuilder test = LoadTest.builder()
                .endpoint("http://127.0.0.1:1/v1/chat/completions")
                .dataset(prompts.toString())
                .stage(1, Duration.ofSeconds(1))
                .tpotByDifference(10);
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(test::build)
                .withMessageContaining("lengthless")
                .withMessageContaining("maxTokens");
        assertThat(test.maxTokens(5).build().plan().twoLengths()).isPresent();
    }

    private static Simulator simulator(TokenCount output) {
        return Simulator.builder()
                .ttft(Duration.ofMillis(5))
                .tpot(Duration.ofMillis(2))
                .outputTokens(output)
                .start();
    }

    private LoadTestBuilder described(Simulator simulator) throws IOException {
        Path prompts = Files.writeString(
                directory.resolve("prompts.jsonl"), "{\"prompt\":\"a\"}\n{\"prompt\":\"b\"}\n{\"prompt\":\"c\"}\n");
        return LoadTest.builder()
                .name("TwoLengthsTest")
                .endpoint(simulator.url() + "/v1/chat/completions")
                .dataset(prompts.toString())
                .maxTokens(M)
                .tpotByDifference(10)
                .startUsers(4)
                .stage(4, Duration.ofMinutes(1))
                .outputDirectory(directory)
                .quiet(true);
    }

    private List<RequestSample> rows() throws IOException {
        List<RequestSample> rows = new ArrayList<>();
        assertThat(RequestsCsv.reader(directory.resolve("requests.csv")).replay(rows::add))
                .isTrue();
        return rows;
    }

    private static Map<Long, List<RequestSample>> measured(List<RequestSample> rows) {
        return rows.stream().filter(row -> row.phase() == Phase.MEASURED).collect(groupingBy(TwoLengthsTest::number));
    }

    private static long number(RequestSample row) {
        return requireNonNull(row.pair()).pair();
    }

    private JsonNode json(String file) throws IOException {
        return new ObjectMapper().readTree(directory.resolve(file).toFile());
    }
}
