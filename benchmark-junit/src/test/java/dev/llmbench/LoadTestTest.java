package dev.llmbench;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmbench.budget.Verdicts;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.AbortRule;
import dev.llmbench.plan.Budget;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.DatasetException;
import dev.llmbench.plan.LoadProfile;
import dev.llmbench.plan.PromptType;
import dev.llmbench.report.csv.RequestsCsv;
import dev.llmbench.result.Breakpoint;
import dev.llmbench.result.DatasetUse;
import dev.llmbench.result.LoadResult;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.simulator.Fault;
import dev.llmbench.simulator.ServedRequest;
import dev.llmbench.simulator.Simulator;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadTestTest {
    private static final String CHAT = "datasets/llama4/prompts_chat_50_100.jsonl";

    @TempDir
    private Path directory;

    @Test
    void aPageThatCannotBeWrittenTakesNothingElseWithIt() throws Exception {
        Files.createDirectories(directory.resolve("report.html").resolve("in the way"));
        try (Simulator simulator = Simulator.builder()
                .ttft(Duration.ofMillis(10))
                .tpot(Duration.ofMillis(1))
                .outputTokens(5)
                .start()) {
            LoadResult result = test(simulator).build().run();

            assertThat(result.run().ok()).isPositive().isEqualTo(rows().size());
            assertThat(directory)
                    .isDirectoryContaining("glob:**/run.json")
                    .isDirectoryContaining("glob:**/summary.json");
        }
    }

    @Test
    void leavesARowForEachRequestAndEveryFile() throws Exception {
        try (Simulator simulator = Simulator.builder()
                .ttft(Duration.ofMillis(10))
                .tpot(Duration.ofMillis(1))
                .outputTokens(5)
                .start()) {
            LoadResult result = test(simulator).build().run();

            List<RequestSample> rows = rows();
            assertThat(result.run().ok()).isPositive().isEqualTo(rows.size());
            assertThat(rows).allSatisfy(row -> assertThat(row.outcome()).isEqualTo(Outcome.OK));
            assertThat(directory)
                    .isDirectoryContaining("glob:**/run.json")
                    .isDirectoryContaining("glob:**/summary.json")
                    .isDirectoryContaining("glob:**/report.html")
                    .isDirectoryContaining("glob:**/requests.csv.md");
            assertThat(result.requestsCsv()).contains(directory.resolve("requests.csv"));
        }
    }

    @Test
    void isListedBesideOtherTests() throws Exception {
        try (Simulator simulator =
                Simulator.builder().ttft(Duration.ofMillis(1)).outputTokens(2).start()) {
            test(simulator)
                    .outputDirectory(directory.resolve("one"))
                    .indexDirectory(directory)
                    .build()
                    .run();

            assertThat(directory.resolve("index.html"))
                    .content()
                    .contains("<a href=\"one/report.html\">LoadTestTest</a>");
        }
    }

    @Test
    void countsHowOftenItWentThroughItsDataset() throws Exception {
        try (Simulator simulator =
                Simulator.builder().ttft(Duration.ofMillis(1)).outputTokens(2).start()) {
            LoadResult result = test(simulator)
                    .dataset("synthetic:prompt=8,count=4")
                    .promptType(PromptType.CHAT)
                    .maxRequests(10)
                    .build()
                    .run();

            assertThat(result.facts().dataset()).contains(new DatasetUse(4, 10, false));
        }
    }

    @Test
    void writesWhatK6WouldWriteOnRequest() throws Exception {
        try (Simulator simulator =
                Simulator.builder().ttft(Duration.ofMillis(10)).outputTokens(5).start()) {
            LoadResult result = test(simulator).k6Csv(true).build().run();

            try (var lines = Files.lines(directory.resolve("k6.csv"))) {
                assertThat(lines.filter(line -> line.startsWith("http_reqs,")))
                        .hasSize((int) result.run().requests());
            }
        }
    }

    @Test
    void writesNothingForK6Unasked() throws Exception {
        try (Simulator simulator = Simulator.builder().outputTokens(5).start()) {
            test(simulator).build().run();

            assertThat(directory.resolve("k6.csv")).doesNotExist();
        }
    }

    @Test
    void neverMeasuresAFirstTokenBeforeTheServerSentIt() throws Exception {
        try (Simulator simulator = Simulator.builder()
                .ttft(Duration.ofMillis(30))
                .tpot(Duration.ofMillis(2))
                .outputTokens(10)
                .start()) {
            test(simulator).build().run();

            Map<String, ServedRequest> truth =
                    simulator.log().stream().collect(toMap(ServedRequest::id, served -> served));
            assertThat(rows()).isNotEmpty().allSatisfy(row -> {
                ServedRequest served = Objects.requireNonNull(truth.get(row.id()));
                long trueTtft = (served.firstToken().orElseThrow() - served.received()) / 1_000;
                assertThat(row.ttft()).isGreaterThanOrEqualTo(trueTtft - 1);
                assertThat(row.tokens().output()).isEqualTo(10);
            });
        }
    }

    @Test
    void measuresAnswersThatAreNotStreamed() throws Exception {
        try (Simulator simulator = Simulator.builder()
                .ttft(Duration.ofMillis(10))
                .tpot(Duration.ofMillis(1))
                .outputTokens(5)
                .start()) {
            LoadResult result = test(simulator).streaming(false).build().run();

            assertThat(result.run().ok()).isPositive();
            assertThat(result.ttft().count()).isEqualTo(result.waiting().count());
            assertThat(result.tpot().isEmpty()).isTrue();
        }
    }

    @Test
    void anEndpointThatCannotBeReachedIsNeverAPass() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        LoadResult result = described()
                .endpoint("http://127.0.0.1:" + port + "/v1/chat/completions")
                .probe(false)
                .thinkTime(Duration.ofMillis(50))
                .build()
                .run();

        assertThat(result.run().count(Outcome.CONNECT)).isPositive();
        assertThat(result.validity().isValid()).isFalse();
        assertThat(Verdicts.of(result).failureMessage()).contains("No request ended ok");
    }

    @Test
    void aHopelessRunEndsEarlyAndKeepsWhatItMeasured() throws Exception {
        try (Simulator simulator = Simulator.builder().errorRate(1, 503).start()) {
            LoadResult result = described()
                    .endpoint(simulator.url())
                    .stage(2, Duration.ofHours(1))
                    .errorPause(Duration.ZERO)
                    .abortOnBreach(new AbortRule(Duration.ZERO, 20))
                    .build()
                    .run();

            assertThat(result.facts().aborted().orElseThrow())
                    .startsWith("ended after 0s, since a budget was provably broken: ");
            assertThat(result.run().errors()).isGreaterThanOrEqualTo(20);
            assertThat(rows())
                    .hasSize((int) (result.run().errors() + result.run().interrupted()));
            assertThat(directory.resolve("summary.json")).content().contains("\"aborted\": \"ended after 0s");
        }
    }

    @Test
    void whereALoadBreaksIsMeasuredAndKept() throws Exception {
        try (Simulator simulator = Simulator.builder()
                .ttft(Duration.ofMillis(40))
                .tpot(Duration.ofMillis(1))
                .outputTokens(1)
                .capacity(4)
                .start()) {
            LoadResult result = LoadTest.builder()
                    .endpoint(simulator.url())
                    .dataset(CHAT)
                    .outputDirectory(directory)
                    .quiet(true)
                    .profile(LoadProfile.SEARCH)
                    .startRate(25)
                    .target(400)
                    .hold(Duration.ofSeconds(1))
                    .precision(0.5)
                    .budget(new Budget(
                            Metric.TTFT, Statistic.percentile(95), Budget.Bound.AT_MOST, 500_000, OptionalInt.empty()))
                    .build()
                    .run();
            Breakpoint found = result.breakpoint().orElseThrow();

            // Four at once, 40 ms each: a hundred a second, but on a busy machine less.
            assertThat(found.levels()).hasSize(3);
            assertThat(found.broke().orElse(400)).isGreaterThan(found.held().orElse(25));
            assertThat(result.stages())
                    .extracting(stage -> stage.scope().description())
                    .contains("stage 2 (100/s 1s)");
            assertThat(directory.resolve("run.json")).content().contains("\"levels\"", "\"search\"");
        }
    }

    @Test
    void anInterruptEndsTheLoadAndLeavesCompleteFiles() throws Exception {
        try (Simulator simulator = Simulator.builder().faultRate(1, Fault.HANG).start()) {
            LoadTest endless =
                    test(simulator).probe(false).stage(2, Duration.ofHours(1)).build();
            CompletableFuture<LoadResult> run = new CompletableFuture<>();
            Thread runner = new Thread(() -> {
                try {
                    run.complete(endless.run());
                } catch (InterruptedException | RuntimeException e) {
                    run.completeExceptionally(e);
                }
            });
            runner.start();
            while (simulator.counts().received() < 1 && runner.isAlive()) {
                Thread.onSpinWait();
            }
            runner.interrupt();

            assertThatThrownBy(run::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(InterruptedException.class);
            assertThat(rows())
                    .isNotEmpty()
                    .allSatisfy(row -> assertThat(row.outcome()).isEqualTo(Outcome.INTERRUPTED));
            assertThat(Files.readString(directory.resolve("summary.json"))).contains("interrupted");
        }
    }

    @Test
    void anEngineThatBreaksFailsTheRunAndLeavesEveryFile() throws IOException {
        LoadTest test = described()
                .endpoint("http://127.0.0.1:1/v1/chat/completions")
                .probe(false)
                .build();
        RuntimeException flaw = new IllegalStateException("no prompt left");

        assertThatThrownBy(() -> test.run(new BrokenCarrier(flaw)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("The load engine failed")
                .hasMessageContaining(directory.toString())
                .hasCause(flaw);
        assertThat(Files.readString(directory.resolve("run.json"))).contains("no prompt left");
        assertThat(Files.readString(directory.resolve("summary.json"))).contains("the load engine failed");
        assertThat(rows()).isEmpty();
    }

    @Test
    void countsEachKindOfErrorOfTheServer() throws Exception {
        try (Simulator simulator = Simulator.builder()
                .ttft(Duration.ofMillis(2))
                .tpot(Duration.ofMillis(1))
                .outputTokens(5)
                .errorRate(0.5, 503)
                .start()) {
            LoadResult result = test(simulator).build().run();

            assertThat(result.run().count(Outcome.HTTP_5XX)).isPositive();
            assertThat(result.run().latency(Metric.TTFT).count())
                    .isEqualTo(result.run().ok());
            assertThat(Verdicts.of(result).failed()).isTrue();
        }
    }

    @Test
    void aMissingEndpointIsSaidBeforeAnythingIsSent() {
        assertThatThrownBy(() -> LoadTest.builder()
                        .dataset(CHAT)
                        .stage(1, Duration.ofSeconds(1))
                        .build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("endpoint is missing");
    }

    @Test
    void aDatasetThatIsNotThereIsSaidBeforeAnythingIsSent() {
        assertThatThrownBy(() -> described()
                        .endpoint("http://127.0.0.1:1/v1/completions")
                        .dataset("none.jsonl")
                        .build())
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("none.jsonl");
    }

    @Test
    void promptsOfAChatCannotGoToTheCompletionsEndpoint() {
        assertThatThrownBy(() -> described()
                        .endpoint("http://127.0.0.1:1/v1/completions")
                        .build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("promptType");
    }

    @Test
    void theSummaryIsOnThePageOfACiSystemThatHasOne() throws Exception {
        Path page = directory.resolve("page.md");
        try (Simulator simulator = Simulator.builder().start()) {
            test(simulator)
                    .environment(Map.of("GITHUB_STEP_SUMMARY", page.toString()))
                    .build()
                    .run();
        }

        assertThat(Files.readString(page)).isEqualTo(Files.readString(directory.resolve("summary.md")) + "\n");
    }

    private LoadTestBuilder test(Simulator simulator) {
        return described().endpoint(simulator.url() + "/v1/chat/completions");
    }

    private LoadTestBuilder described() {
        return LoadTest.builder()
                .name("LoadTestTest")
                .dataset(CHAT)
                .startUsers(2)
                .stage(2, Duration.ofMillis(300))
                .outputDirectory(directory)
                .quiet(true);
    }

    private List<RequestSample> rows() throws IOException {
        List<RequestSample> rows = new ArrayList<>();
        assertThat(RequestsCsv.reader(directory.resolve("requests.csv")).replay(rows::add))
                .isTrue();
        return rows;
    }
}
