package dev.llmbench.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.metric.Metric;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.LoadModel;
import dev.llmbench.plan.TraceReplay;
import dev.llmbench.plan.TraceTimeUnit;
import dev.llmbench.plan.TraceWindow;
import dev.llmbench.result.LoadResult;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceAttributeTest {
    private final LoopbackServer server = new LoopbackServer();

    @AfterEach
    void stop() {
        server.close();
    }

    /** Nothing but the dataset makes it a replay; the rest keeps verdicts out of it. */
    @Tag("fixture")
    static class Whole {
        @LlmLoadTest(
                endpoint = "${llm.url}/v1/completions",
                dataset = "traces/mooncake.jsonl",
                budgets = @Budget(metric = Metric.ERROR_RATE, atMost = "100%"),
                acceptInvalid = true)
        void test(LoadResult result) {
            FixtureRun.saw(result);
        }
    }

    @Tag("fixture")
    static class Cut {
        @LlmLoadTest(
                endpoint = "${llm.url}/v1/completions",
                dataset = "traces/mooncake.jsonl",
                load = LoadModel.TRACE,
                traceSpeed = 4,
                traceWindow = "100ms..600ms",
                budgets = @Budget(metric = Metric.ERROR_RATE, atMost = "100%"),
                acceptInvalid = true)
        void test(LoadResult result) {
            FixtureRun.saw(result);
        }
    }

    @Tag("fixture")
    static class InSeconds {
        @LlmLoadTest(
                endpoint = "${llm.url}/v1/completions",
                dataset = "traces/mooncake.jsonl",
                traceTimeUnit = TraceTimeUnit.SECONDS,
                traceSpeed = 1_000,
                budgets = @Budget(metric = Metric.ERROR_RATE, atMost = "100%"),
                acceptInvalid = true)
        void test(LoadResult result) {
            FixtureRun.saw(result);
        }
    }

    @Test
    void theAttributeAndItsKeySayWhatTheTimesCount() {
        Map<String, String> key = Map.of("llmbench.trace-time-unit", "seconds", "llmbench.trace-speed", "1000");

        assertThat(Stream.of(run(InSeconds.class, Map.of()), run(Whole.class, key))
                        .map(run -> run.result().plan().load().replay().orElseThrow()))
                .allSatisfy(replay -> assertThat(replay.length()).isEqualTo(Duration.ofMillis(1_000_001)));
    }

    @Test
    void aTraceIsReplayedByNamingIt() {
        LoadResult result = run(Whole.class, Map.of()).result();

        assertThat(result.plan().load().replay())
                .contains(new TraceReplay(6, Duration.ofMillis(1_001), 1, TraceWindow.WHOLE));
        assertThat(result.run().ok()).isEqualTo(6);
        assertThat(server.requests())
                .extracting(request -> request.body().replaceAll(".*\"max_tokens\":(\\d+).*", "$1"))
                .containsExactlyInAnyOrder("52", "26", "9", "1", "40", "5");
    }

    @Test
    void theAttributesCutAndSpeedUpATrace() {
        LoadResult result = run(Cut.class, Map.of()).result();

        assertThat(result.plan().load().replay())
                .contains(new TraceReplay(
                        3,
                        Duration.ofMillis(500),
                        4,
                        new TraceWindow(Duration.ofMillis(100), Optional.of(Duration.ofMillis(600)))));
        assertThat(server.requests()).hasSize(3);
    }

    @Test
    void keysCutAndSpeedUpATraceForOneRun() {
        LoadResult result = run(
                        Cut.class,
                        Map.of(
                                "llmbench.trace-speed",
                                "10",
                                "llmbench.trace-window",
                                "500ms..",
                                "llmbench.load",
                                "trace"))
                .result();

        assertThat(result.plan().load().length()).isEqualTo(Duration.ofNanos(50_100_000));
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void theSameSeedSendsTheSameRequestsByteForByte() {
        List<String> once = bodies(Map.of("llmbench.seed", "5"));
        List<String> again = bodies(Map.of("llmbench.seed", "5"));
        List<String> other = bodies(Map.of("llmbench.seed", "6"));

        assertThat(again).containsExactlyInAnyOrderElementsOf(once);
        assertThat(other).hasSize(3).doesNotContainAnyElementsOf(once);
    }

    @Test
    void aTraceWithStagesIsADatasetOfPrompts() {
        LoadResult result = run(
                        Whole.class,
                        Map.of(
                                "llmbench.stages",
                                "[{\"target\": 1, \"duration\": \"1m\"}]",
                                "llmbench.start-users",
                                "1",
                                "llmbench.max-requests",
                                "8"))
                .result();

        assertThat(result.plan().load().model()).isEqualTo(LoadModel.VIRTUAL_USERS);
        assertThat(result.plan().load().replay()).isEmpty();
        assertThat(server.requests()).hasSize(8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "stages|[{\"target\": 1, \"duration\": \"1m\"}]|load = \"TRACE\": stages are set too",
                "profile|search|load = \"TRACE\": profile = SEARCH is set too",
                "dataset|classpath:junit/chat.jsonl|load = \"TRACE\": the dataset is not a trace, but JSONL",
                "trace-speed|0|traceSpeed = \"0.0\"",
                "trace-time-unit|hours|llmbench.trace-time-unit = \"hours\"",
                "trace-time-unit|seconds|no request between",
                "trace-speed|fast|llmbench.trace-speed = \"fast\"",
                "trace-window|10m|llmbench.trace-window = \"10m\"",
                "trace-window|1h..2h|no request between",
                "start-users|3|startUsers = \"3.0\"",
                "start-rate|3|startRate = \"3.0\"",
                "target|3|target = \"3.0\"",
                "duration|3s|duration = \"3s\"",
                "think-time|1s|thinkTime and pacing are for virtual users",
                "pacing|1s|thinkTime and pacing are for virtual users",
                "warm-up|1s|warmUp = \"1s\"",
                "tpot-by-difference|10|tpotByDifference = \"10\"",
                "load|arrival-rate|stages is missing"
            })
    void whatDoesNotGoWithATraceFailsBeforeAnythingIsSent(String key, String value, String message) {
        Throwable failure = run(Cut.class, Map.of("llmbench." + key, value)).failure();

        assertThat(failure).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void whatIsOfATraceFailsBesideStages() {
        Throwable failure = run(
                        Whole.class,
                        Map.of(
                                "llmbench.stages",
                                "[{\"target\": 1, \"duration\": \"1m\"}]",
                                "llmbench.trace-speed",
                                "2"))
                .failure();

        assertThat(failure)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("traceSpeed = \"2.0\"")
                .hasMessageContaining("load = TRACE");
        assertThat(server.requests()).isEmpty();
    }

    private List<String> bodies(Map<String, String> parameters) {
        server.requests().clear();
        run(Cut.class, parameters).result();
        return server.requests().stream().map(LoopbackServer.Request::body).toList();
    }

    private FixtureRun run(Class<?> fixture, Map<String, String> parameters) {
        Map<String, String> all = new HashMap<>(parameters);
        all.put("llm.url", server.url());
        // Requests are counted.
        all.put("llmbench.probe", "false");
        return FixtureRun.of(fixture, all);
    }
}
