package dev.llmbench.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.metric.Metric;
import dev.llmbench.plan.AbortRule;
import dev.llmbench.plan.EarlyEnd;
import dev.llmbench.plan.Evidence;
import dev.llmbench.plan.HttpVersion;
import dev.llmbench.plan.LoadModel;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.LoadProfile;
import dev.llmbench.plan.PromptType;
import dev.llmbench.plan.RateSearch;
import dev.llmbench.plan.RisingLoad;
import dev.llmbench.plan.TlsTrust;
import dev.llmbench.result.LoadResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of the attributes and of their overrides. */
class LoadTestFactoryTest {
    private final LoopbackServer server = new LoopbackServer();
    private final Map<String, String> parameters = new HashMap<>(Map.of("llm.url", server.url()));

    @BeforeEach
    void noVariables() {
        FixtureEnvironment.set(Map.of());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private FixtureRun run(Class<?> fixture) {
        return FixtureRun.of(fixture, parameters);
    }

    private void override(String key, String value) {
        parameters.put("llmbench." + key, value);
    }

    @Tag("fixture")
    static class SaysEverything {
        @LlmLoadTest(
                endpoint = "${llm.url}/v1/completions",
                dataset = "src/test/resources/junit/full.jsonl",
                stages = {@Stage(target = 2, duration = "60ms"), @Stage(target = 1, duration = "40ms")},
                startUsers = 2,
                promptType = PromptType.FULL,
                model = "llama4",
                maxTokens = 7,
                temperature = 0.5,
                requestBody = "{\"top_p\": 0.9}",
                headers = {"X-Team: ${llm.team:search}", "X-Run:1"},
                streaming = true,
                requestTimeout = "5s",
                connectTimeout = "2s",
                idleTimeout = "4s",
                keepAlive = false,
                honourRetryAfter = true,
                errorPause = "70ms",
                trust = "insecure",
                gracefulStop = "3s",
                thinkTime = "15ms",
                seed = 42,
                budgets = {
                    @Budget(metric = Metric.TTFT, statistic = "max", atMost = "30s"),
                    @Budget(metric = Metric.E2E, statistic = "mean", atMost = "30s", stage = 1),
                    @Budget(metric = Metric.OK_REQUESTS, atLeast = "1"),
                    @Budget(metric = Metric.ERROR_RATE, atMost = "100%")
                },
                goodput = @Goodput(ttft = "20s", e2e = "30s"),
                evidence = Evidence.PROVEN_BREACH,
                acceptInvalid = true)
        void test(LoadResult result) {
            FixtureRun.saw(result);
        }
    }

    @Test
    void everyAttributeReachesThePlan() {
        LoadPlan plan = run(SaysEverything.class).result().plan();

        assertThat(plan.evidence()).isEqualTo(Evidence.PROVEN_BREACH);
        assertThat(plan.load().stages())
                .containsExactly(
                        new dev.llmbench.plan.Stage(2, Duration.ofMillis(60)),
                        new dev.llmbench.plan.Stage(1, Duration.ofMillis(40)));
        assertThat(plan.load().start()).isEqualTo(2);
        assertThat(plan.load().gracefulStop()).isEqualTo(Duration.ofSeconds(3));
        assertThat(plan.load().pace().thinkTime().from()).isEqualTo(Duration.ofMillis(15));
        assertThat(plan.load().seed()).isEqualTo(42);
        assertThat(plan.target().requestTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(plan.target().connectTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(plan.target().idleTimeout()).contains(Duration.ofSeconds(4));
        assertThat(plan.target().keepAlive()).isFalse();
        assertThat(plan.load().pace().honoursRetryAfter()).isTrue();
        assertThat(plan.load().pace().errorPause()).isEqualTo(Duration.ofMillis(70));
        assertThat(plan.target().trust()).isEqualTo(TlsTrust.INSECURE);
        assertThat(plan.request().promptType()).isEqualTo(PromptType.FULL);
        assertThat(plan.request().streaming()).isTrue();
        assertThat(plan.acceptsInvalid()).isTrue();
        assertThat(plan.goodput().limits())
                .isEqualTo(Map.of(Metric.TTFT, Duration.ofSeconds(20), Metric.E2E, Duration.ofSeconds(30)));
    }

    @Test
    void theBudgetsReachThePlan() {
        LoadPlan plan = run(SaysEverything.class).result().plan();

        assertThat(plan.budgets())
                .extracting(budget -> budget.figure() + " " + budget.shownLimit() + " " + budget.stage())
                .containsExactly(
                        "TTFT max ≤ 30 s OptionalInt.empty",
                        "E2E latency mean ≤ 30 s OptionalInt[1]",
                        "Ok requests ≥ 1 OptionalInt.empty",
                        "Error rate ≤ 100 % OptionalInt.empty");
    }

    @Test
    void everyAttributeReachesTheRequests() {
        run(SaysEverything.class).result();

        assertThat(server.requests()).isNotEmpty().allSatisfy(request -> {
            assertThat(request.path()).isEqualTo("/v1/completions");
            assertThat(request.header("X-Team")).hasValue("search");
            assertThat(request.header("X-Run")).hasValue("1");
            assertThat(request.header("Authorization")).isEmpty();
            assertThat(request.header("Connection")).hasValue("close");
            assertThat(request.body())
                    .contains("\"model\":\"llama4\"", "\"max_tokens\":7", "\"temperature\":0.5", "\"top_p\":0.9");
        });
    }

    @Tag("fixture")
    static class Spikes {
        @LlmLoadTest(
                endpoint = "${llm.url}",
                dataset = "src/test/resources/junit/full.jsonl",
                profile = LoadProfile.SPIKE,
                target = 3,
                duration = "100ms",
                abortOnBreach = true,
                abortDelay = "20s",
                abortMinSamples = 50,
                budgets = @Budget(metric = Metric.ERROR_RATE, atMost = "100%"),
                acceptInvalid = true)
        void test(LoadResult result) {
            FixtureRun.saw(result);
        }
    }

    @Test
    void aProfileGivesTheStagesAndTheStart() {
        LoadPlan plan = run(Spikes.class).result().plan();

        assertThat(plan.load().start()).isEqualTo(1);
        assertThat(plan.load().stages())
                .isEqualTo(LoadProfile.SPIKE.stages(3, Duration.ofMillis(100), LoadModel.VIRTUAL_USERS));
        assertThat(plan.early().abort()).contains(new AbortRule(Duration.ofSeconds(20), 50));
    }

    @Test
    void aProfileCanBeOverridden() {
        override("profile", "load");
        override("target", "100");
        override("duration", "100ms");
        override("load", "arrival-rate");
        override("abort-on-breach", "false");

        LoadPlan plan = run(Spikes.class).result().plan();

        assertThat(plan.load().start()).isZero();
        assertThat(plan.load().stages())
                .isEqualTo(LoadProfile.LOAD.stages(100, Duration.ofMillis(100), LoadModel.ARRIVAL_RATE));
        assertThat(plan.early()).isEqualTo(EarlyEnd.NONE);
    }

    @Test
    void stagesTakeThePlaceOfAProfilesOwn() {
        override("stages", "[{\"target\": 2, \"duration\": \"50ms\"}]");

        assertThat(run(Spikes.class).result().plan().load().stages())
                .containsExactly(new dev.llmbench.plan.Stage(2, Duration.ofMillis(50)));
    }

    @Test
    void aBreakpointIsARateAndHasItsBudgetsToBreak() {
        override("profile", "breakpoint");
        override("abort-on-breach", "false");
        override("sustained", "6s");
        override("target", "100");
        override("duration", "200ms");

        LoadPlan plan = run(Spikes.class).result().plan();

        assertThat(plan.load().model()).isEqualTo(LoadModel.ARRIVAL_RATE);
        assertThat(plan.early().breakpoint()).contains(new RisingLoad(Duration.ofSeconds(6)));
    }

    @Test
    void aSearchTakesItsRatesFromStartAndTarget() {
        override("profile", "search");
        override("abort-on-breach", "false");
        override("duration", "");
        override("target", "30");
        override("start-rate", "20");
        override("hold", "400ms");
        override("precision", "0.3");

        assertThat(run(SearchedOnly.class).result().plan().early().breakpoint())
                .contains(new RateSearch(20, 30, Duration.ofMillis(400), 0.3));
    }

    @Tag("fixture")
    static class SearchedOnly {
        @LlmLoadTest(
                endpoint = "${llm.url}",
                dataset = "src/test/resources/junit/full.jsonl",
                budgets = @Budget(metric = Metric.E2E, statistic = "max", atMost = "30s"),
                acceptInvalid = true)
        void test(LoadResult result) {
            FixtureRun.saw(result);
        }
    }

    @Tag("fixture")
    static class AsksForHttp2 {
        @LlmLoadTest(
                endpoint = "${llm.url}",
                dataset = "classpath:junit/chat.jsonl",
                stages = @Stage(target = 1, duration = "50ms"),
                httpVersion = HttpVersion.HTTP_2,
                acceptInvalid = true)
        void test(LoadResult result) {
            FixtureRun.saw(result);
        }
    }

    @Test
    void theVersionOfHttpIsAskedForAndCanBeOverridden() {
        // The server does not speak it.
        assertThat(run(AsksForHttp2.class).failure()).hasMessageContaining("does not support HTTP/2");

        override("http-version", "http-1-1");
        override("budgets", "error_rate<=100%");
        LoadResult result = run(AsksForHttp2.class).result();
        assertThat(result.plan().target().httpVersion()).isEqualTo(HttpVersion.HTTP_1_1);
        assertThat(result.facts().spoken()).containsExactly(HttpVersion.HTTP_1_1);
    }

    @Test
    void everyAttributeCanBeOverridden() {
        override("endpoint", server.url());
        override("dataset", "classpath:junit/chat.jsonl");
        override("stages", "[{\"target\": 1, \"duration\": \"50ms\"}, {\"target\": 3, \"duration\": 50}]");
        override("start-users", "1");
        override("load", "virtual-users");
        override("prompt-type", "chat");
        override("model", "other");
        override("max-tokens", "9");
        override("temperature", "0.25");
        override("request-body", "{\"top_k\": 5}");
        override("headers", "X-Team: ads\nX-Run: 2");
        override("streaming", "false");
        override("request-timeout", "6s");
        override("connect-timeout", "3s");
        override("idle-timeout", "7s");
        override("keep-alive", "true");
        override("honour-retry-after", "false");
        override("error-pause", "0s");
        override("graceful-stop", "4s");
        override("think-time", "25ms");
        override("seed", "43");
        override("budgets", "e2e.max<=40s, stage1.error_rate<=100%, error_rate<=100%");
        override("goodput", "tpot<=10s");
        override("LoadTestFactoryTest.SaysEverything.test.accept-invalid", "true");

        LoadPlan plan = run(SaysEverything.class).result().plan();

        assertThat(plan.dataset()).isEqualTo("classpath:junit/chat.jsonl");
        assertThat(plan.load().stages())
                .containsExactly(
                        new dev.llmbench.plan.Stage(1, Duration.ofMillis(50)),
                        new dev.llmbench.plan.Stage(3, Duration.ofMillis(50)));
        assertThat(plan.load().start()).isEqualTo(1);
        assertThat(plan.load().gracefulStop()).isEqualTo(Duration.ofSeconds(4));
        assertThat(plan.load().pace().thinkTime().from()).isEqualTo(Duration.ofMillis(25));
        assertThat(plan.load().seed()).isEqualTo(43);
        assertThat(plan.target().requestTimeout()).isEqualTo(Duration.ofSeconds(6));
        assertThat(plan.target().connectTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(plan.target().idleTimeout()).contains(Duration.ofSeconds(7));
        assertThat(plan.target().keepAlive()).isTrue();
        assertThat(plan.load().pace().honoursRetryAfter()).isFalse();
        assertThat(plan.load().pace().errorPause()).isZero();
        assertThat(plan.request().promptType()).isEqualTo(PromptType.CHAT);
        assertThat(plan.request().model()).hasValue("other");
        assertThat(plan.request().maxTokens()).hasValue(9);
        assertThat(plan.request().temperature()).hasValue(0.25);
        assertThat(plan.request().extra().toString()).isEqualTo("{\"top_k\":5}");
        assertThat(plan.request().streaming()).isFalse();
        assertThat(plan.budgets())
                .extracting(budget -> budget.metric() + " " + budget.statistic().label() + " " + budget.stage())
                .containsExactly(
                        "E2E max OptionalInt.empty", "ERROR_RATE  OptionalInt[1]", "ERROR_RATE  OptionalInt.empty");
        assertThat(plan.goodput().limits()).isEqualTo(Map.of(Metric.TPOT, Duration.ofSeconds(10)));
        assertThat(server.requests()).isNotEmpty().allSatisfy(request -> {
            assertThat(request.path()).isEqualTo("/v1/chat/completions");
            assertThat(request.header("X-Team")).hasValue("ads");
        });
    }

    @Tag("fixture")
    @ExtendWith(FixtureEnvironment.class)
    static class SaysNothing {
        @LlmLoadTest(
                thinkTime = "20ms",
                budgets = @Budget(metric = Metric.ERROR_RATE, atMost = "100%"),
                acceptInvalid = true)
        void test(LoadResult result) {
            FixtureRun.saw(result);
        }
    }

    @Test
    void endpointDatasetAndStagesMayBeLeftToTheEnvironment() {
        FixtureEnvironment.set(Map.of(
                "LLMBENCH_ENDPOINT",
                server.url() + "/v1/chat/completions",
                "LLMBENCH_LOADTESTFACTORYTEST_SAYSNOTHING_DATASET",
                "classpath:junit/chat.jsonl",
                "LLMBENCH_LOADTESTFACTORYTEST_SAYSNOTHING_TEST_STAGES",
                "[{\"target\": 1, \"duration\": \"100ms\"}]"));

        run(SaysNothing.class).result();

        assertThat(server.requests()).isNotEmpty();
    }

    @Test
    void aMissingEndpointNamesEveryWayToGiveIt() {
        assertThat(run(SaysNothing.class).failure())
                .hasMessageContainingAll(
                        "endpoint is missing",
                        "endpointMethod",
                        "@LlmEndpoint",
                        "llmbench.endpoint",
                        "llmbench.LoadTestFactoryTest.SaysNothing.test.endpoint",
                        "LLMBENCH_ENDPOINT");
    }

    @Test
    void aMissingDatasetNamesEveryWayToGiveIt() {
        override("endpoint", server.url());
        override("stages", "[{\"target\": 1, \"duration\": \"100ms\"}]");

        assertThat(run(SaysNothing.class).failure())
                .hasMessageContainingAll("dataset is missing", "llmbench.dataset", "LLMBENCH_DATASET");
    }

    @Test
    void missingStagesNameEveryWayToGiveThem() {
        override("endpoint", server.url());
        override("dataset", "classpath:junit/chat.jsonl");

        assertThat(run(SaysNothing.class).failure())
                .hasMessageContainingAll("stages is missing", "@Stage(", "llmbench.stages", "LLMBENCH_STAGES");
    }

    @Test
    void aBudgetOnAStageThatAnOverrideTookAwayNamesTheOverride() {
        override("stages", "[{\"target\": 1, \"duration\": \"100ms\"}]");
        override("budgets", "stage2.ttft.p95<=1s");

        assertThat(run(SaysEverything.class).failure())
                .hasMessageContainingAll("budgets.stage = \"2\"", "llmbench.stages replaces", "has only 1 stage");
    }

    @Test
    void theOutputDirectoryCanBeOverridden(@org.junit.jupiter.api.io.TempDir java.nio.file.Path elsewhere) {
        override("output-dir", elsewhere.toString());
        override("quiet", "false");

        assertThat(run(SaysEverything.class).result().directory())
                .hasValue(elsewhere.resolve(SaysEverything.class.getName()).resolve("test"));
    }

    @Test
    void aWayToShowProgressThatDoesNotExistIsRefused() {
        override("progress", "fancy");

        assertThat(run(SaysEverything.class).failure())
                .hasMessageContainingAll("llmbench.progress = ", "fancy", "live, lines, none");
    }

    @Test
    void overloadedTestsDoNotOverwriteEachOthersFiles() {
        assertThat(run(Overloaded.class).results())
                .extracting(result -> result.directory().orElseThrow().getFileName())
                .extracting(Path::toString)
                .containsExactlyInAnyOrder("test-LoadResult", "test-LoadResult-TestInfo", "other");
    }

    @Tag("fixture")
    static class Overloaded {
        @QuickLoad
        void test(LoadResult result) {
            FixtureRun.saw(result);
        }

        @QuickLoad
        void test(LoadResult result, TestInfo test) {
            FixtureRun.saw(result);
        }

        void test() {}

        @QuickLoad
        void other(LoadResult result) {
            FixtureRun.saw(result);
        }
    }
}
