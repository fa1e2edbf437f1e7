package dev.llmbench.report.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.llmbench.metric.Distribution;
import dev.llmbench.metric.KeptHistogram;
import dev.llmbench.metric.LatencyHistogram;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.GoodputLimits;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.ModelProfile;
import dev.llmbench.plan.Plans;
import dev.llmbench.plan.Stage;
import dev.llmbench.report.Mark;
import dev.llmbench.report.Runs;
import dev.llmbench.report.VerdictLine;
import dev.llmbench.report.csv.RequestsCsv;
import dev.llmbench.report.json.JsonFormat;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.Recorder;
import dev.llmbench.result.RunFacts;
import dev.llmbench.sample.Moments;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.TokenSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFilesTest {
    private static final List<VerdictLine> VERDICTS = List.of(
            new VerdictLine("PASS", "TTFT p95 284 ms ≤ 300 ms", false, Mark.GOOD),
            new VerdictLine("BREACH", "Error rate 2 % ≤ 1 %", true, Mark.BAD));

    @TempDir
    Path directory;

    private final LoadResult result = Runs.result(Runs.plan(), Runs.samples(TokenSource.USAGE));

    @Test
    void theSummaryHoldsWhatTheResultHolds() throws IOException {
        JsonNode summary = summary(result);

        assertThat(summary.path("schema").asInt()).isEqualTo(1);
        assertThat(summary.path("verdict").asText()).isEqualTo("fail");
        assertThat(summary.path("started_at").asText()).isEqualTo("2026-11-24T12:30:00Z");
        assertThat(summary.path("elapsed_ms").asText()).isEqualTo("151502.0");
        assertThat(summary.path("verdicts").path(1).path("failed").asBoolean()).isTrue();
        assertThat(summary.path("commonest_errors").path(0).path("outcome").asText())
                .isEqualTo("http_429");
        assertThat(summary.path("run").path("ok").asLong())
                .isEqualTo(result.run().ok());
        assertThat(summary.path("run").path("outcomes").path("http_429").asLong())
                .isEqualTo(2);
        assertThat(summary.path("run").path("token_sources").path(0).asText()).isEqualTo("usage");
        assertThat(summary.path("run").path("request_throughput").asDouble()).isEqualTo(4.08);
        assertThat(summary.path("stages")).hasSize(2);
        assertThat(summary.path("stages").path(1).path("description").asText()).isEqualTo("stage 2 (10 users 2m)");
    }

    @Test
    void theSummaryNamesTheFiguresThatRestOnNumbersOfChunks() throws IOException {
        assertThat(summary(result).path("run").path("estimated")).isEmpty();

        JsonNode byChunks = summary(Runs.result(Runs.plan(), Runs.samples(TokenSource.CHUNKS)));
        assertThat(byChunks.path("run").path("estimated"))
                .extracting(JsonNode::asText)
                .containsExactly("tpot", "output_token_throughput", "total_token_throughput");
        assertThat(byChunks.path("stages").path(1).path("estimated")).hasSize(3);
    }

    @Test
    void latenciesAreMillisecondsWithThreeDecimals() throws IOException {
        ResultFiles.write(directory, result, VERDICTS);

        assertThat(Files.readString(directory.resolve("summary.json")))
                .containsPattern(
                        "\"ttft\": \\{\\s+\"count\": 619,\\s+\"min\": \\d+\\.\\d{3},\\s+\"mean\": \\d+\\.\\d{3},"
                                + "\\s+\"stddev\": \\d+\\.\\d{3},\\s+\"p50\": \\d+\\.\\d{3},\\s+\"p90\": \\d+\\.\\d{3},"
                                + "\\s+\"p95\": \\d+\\.\\d{3},\\s+\"p99\": \\d+\\.\\d{3},\\s+\"max\": \\d+\\.\\d{3},"
                                + "\\s+\"ci95\": \\{\\s+\"mean\": \\[ \\d+\\.\\d{3}, \\d+\\.\\d{3} ],");
    }

    @Test
    void whatWasNotMeasuredIsNullAndNotZero() throws IOException {
        JsonNode run = summary(Runs.result(Runs.plan(), List.of())).path("run");

        assertThat(run.path("error_rate").isNull()).isTrue();
        assertThat(run.path("latencies_ms").path("ttft").path("count").asLong()).isZero();
        assertThat(run.path("latencies_ms").path("ttft").path("p95").isNull()).isTrue();
    }

    @Test
    void theUseOfTheModelIsNullWithoutAProfileOfIt() throws IOException {
        assertThat(summary(result).path("run").path("mbu").isNull()).isTrue();
        assertThat(summary(result).path("run").path("mtu").isNull()).isTrue();
        assertThat(summary(result).path("model_profile").isNull()).isTrue();
    }

    @Test
    void theUseOfTheModelStandsWithItsProfileInTheFiles() throws IOException {
        ModelProfile profile = ModelProfile.ready("llama-3.1-8b", "h100-sxm", 1);
        LoadResult profiled = Runs.result(Plans.with(profile, Runs.plan()), Runs.samples(TokenSource.USAGE));
        JsonNode told = run(profiled).path("plan").path("model_profile");

        assertThat(summary(profiled).path("run").path("mbu").asDouble())
                .isEqualTo(profiled.mbu().getAsDouble(), within(1e-6));
        assertThat(summary(profiled).path("stages").path(1).path("mtu").asDouble())
                .isEqualTo(profiled.stage(2).value(Metric.MTU, Statistic.VALUE).getAsDouble(), within(1e-6));
        assertThat(told.path("name").asText()).isEqualTo("llama-3.1-8b on 1 x h100-sxm");
        assertThat(told.path("parameters").asDouble()).isEqualTo(8_030_261_248.0);
        assertThat(told.path("kv_bytes_per_token").isNull()).isTrue();
    }

    @Test
    void goodputIsNullWhereNoLimitSaysWhatIsGood() throws IOException {
        GoodputLimits limits = new GoodputLimits(Map.of(Metric.TTFT, Duration.ofMillis(300)));
        LoadResult limited = Runs.result(Runs.plan(limits, true), Runs.samples(TokenSource.USAGE));

        assertThat(summary(result).path("run").path("goodput").isNull()).isTrue();
        assertThat(summary(limited).path("run").path("goodput").asDouble()).isEqualTo(3.98);
        assertThat(summary(limited).path("goodput_limits").path("ttft").asText())
                .isEqualTo("300ms");
    }

    @Test
    void theTimelineHasAnArrayOfEachFigureWithAPointEachSecond() throws IOException {
        JsonNode timeline = summary(result).path("timeline");

        assertThat(timeline.path("point_ms").asText()).isEqualTo("1000.0");
        timeline.properties().forEach(field -> {
            if (field.getValue().isArray()) {
                assertThat(field.getValue()).as(field.getKey()).hasSize(150);
            }
        });
        assertThat(sum(timeline.path("ok"))).isEqualTo(619);
        assertThat(sum(timeline.path("errors"))).isEqualTo(2);
        assertThat(sum(timeline.path("interrupted"))).isEqualTo(3);
        assertThat(sum(timeline.path("completed")))
                .isEqualTo(result.run().completed().requests());
        assertThat(sum(timeline.path("output_tokens")))
                .isEqualTo(result.run().completed().outputTokens());
        assertThat(timeline.path("ttft_p95_ms").path(100).decimalValue())
                .isEqualTo(JsonFormat.millis(result.window(Duration.ofSeconds(100), Duration.ofSeconds(101))
                        .latency(Metric.TTFT)
                        .p95()));
        assertThat(timeline.path("generator_cpu_share").path(100).asDouble()).isEqualTo(0.23);
        assertThat(timeline.path("in_flight").path(100).asInt()).isEqualTo(10);
    }

    @Test
    void theTimelineOfALongRunHasAFewHundredPoints() throws IOException {
        Load hours = Load.ofUsers(1, List.of(new Stage(1, Duration.ofMinutes(100))), Duration.ZERO, Duration.ZERO, 1);
        Recorder recorder = new Recorder(Runs.plan(hours, GoodputLimits.NONE, true));
        RunFacts facts =
                RunFacts.builder(Instant.EPOCH, hours.length()).peakInFlight(1).build();
        JsonNode timeline = summary(recorder.result(facts, sink -> false)).path("timeline");

        assertThat(timeline.path("point_ms").asText()).isEqualTo("10000.0");
        assertThat(timeline.path("ok")).hasSize(600);
        assertThat(timeline.path("ttft_p95_ms").path(0).isNull()).isTrue();
        assertThat(timeline.path("generator_cpu_share").path(0).isNull()).isTrue();
    }

    private static long sum(JsonNode array) {
        long sum = 0;
        for (JsonNode number : array) {
            sum += number.asLong();
        }
        return sum;
    }

    @Test
    void theSummaryTellsHowTheGeneratorDid() throws IOException {
        assertThat(summary(result).path("generator").toString())
                .isEqualTo("{\"dispatch_lag_p99_ms\":0.542,\"cpu_share\":0.23,\"peak_cpu_share\":0.23,"
                        + "\"processors\":2,\"stalled_ms\":0.0,\"longest_stall_ms\":3.0,\"offered_load\":1.0,"
                        + "\"hint\":null,\"peak_in_flight\":10}");
    }

    @Test
    void theRunFileHoldsThePlanAndTheMachine() throws IOException {
        JsonNode run = run(result);

        assertThat(run.path("schema").asInt()).isEqualTo(1);
        assertThat(run.path("plan").path("load").path("stages").toString())
                .isEqualTo("[{\"target\":10.0,\"duration\":\"30s\"},{\"target\":10.0,\"duration\":\"2m\"}]");
        assertThat(run.path("plan").path("target").path("header_names").path(0).asText())
                .isEqualTo("X-Team");
        assertThat(run.path("plan")
                        .path("request")
                        .path("request_body")
                        .path("top_p")
                        .asDouble())
                .isEqualTo(0.9);
        assertThat(run.path("plan").path("budgets")).hasSize(3);
        assertThat(run.path("versions").path("java").asText()).isEqualTo(System.getProperty("java.runtime.version"));
        assertThat(run.path("facts").path("peak_in_flight").asInt()).isEqualTo(10);
        assertThat(run.path("validity").path("valid").asBoolean()).isTrue();
    }

    @Test
    void theChunkGapsOfAStageCanBeHadAgainFromTheRunFile() throws IOException {
        JsonNode stage = run(result).path("chunk_gaps").path("stages").path(1);
        LatencyHistogram again = new LatencyHistogram();
        KeptHistogram.parse(stage.path("histogram").asText()).addTo(again);

        Distribution gaps = result.stage(2).latency(Metric.CHUNK_GAP);
        assertThat(again.snapshot().count())
                .isEqualTo(gaps.count())
                .isEqualTo(stage.path("count").asLong());
        assertThat(buckets(again.snapshot())).isEqualTo(buckets(gaps));
    }

    @Test
    void exactCountsOfChunkGapsOverABudgetAreKept() throws IOException {
        JsonNode counts = run(result).path("chunk_gaps").path("over_limits").path(0);

        assertThat(counts.toString())
                .isEqualTo(
                        "{\"stage\":null,\"limit_us\":60000.0,\"samples\":61281,\"over\":0,\"surely_over\":0,\"possibly_over\":0,\"blurred\":0}");
    }

    @Test
    void noFileHoldsASecret() throws IOException {
        Moments at =
                Moments.scheduledAt(0).dispatched(1).sent(2).headers(3).end(4).build();
        RequestSample leak = Runs.error(
                1, 1, at, 401, Outcome.HTTP_4XX, "wrong key " + Runs.API_KEY + ", header " + Runs.HEADER_VALUE);
        LoadResult leaking = Runs.result(Runs.plan(), List.of(leak));
        VerdictLine telling = new VerdictLine("BREACH", "commonest error: " + leak.error(), true, Mark.BAD);

        ResultFiles.write(directory, leaking, List.of(telling));
        try (RequestsCsv csv = RequestsCsv.create(directory.resolve("requests.csv"), Runs.TARGET)) {
            csv.accept(leak);
        }

        for (Path file : files()) {
            assertThat(file)
                    .content()
                    .doesNotContain(Runs.API_KEY, Runs.HEADER_VALUE, "query-secret-42", "body-secret-9");
        }
    }

    @Test
    void theFilesAreThoseThatTheNextRunPutsAside() throws IOException {
        Path run = OutputDirectory.prepare(directory.resolve("chat"));
        ResultFiles.write(run, result, VERDICTS);
        RequestsCsv.create(run.resolve(RequestsCsv.FILE_NAME), Runs.TARGET).close();

        OutputDirectory.keepPrevious(run);

        assertThat(run).isEmptyDirectory();
        assertThat(directory.resolve("chat.previous")).isDirectoryContaining("glob:**/requests.csv.md");
    }

    private JsonNode summary(LoadResult of) throws IOException {
        ResultFiles.write(directory, of, VERDICTS);
        return new ObjectMapper().readTree(directory.resolve("summary.json").toFile());
    }

    private JsonNode run(LoadResult of) throws IOException {
        ResultFiles.write(directory, of, VERDICTS);
        return new ObjectMapper().readTree(directory.resolve("run.json").toFile());
    }

    private static List<String> buckets(Distribution distribution) {
        List<String> buckets = new ArrayList<>();
        distribution.forEachBucket((micros, count) -> buckets.add(micros + " " + count));
        return buckets;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }
}
