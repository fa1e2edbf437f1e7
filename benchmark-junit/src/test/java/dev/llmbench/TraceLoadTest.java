package dev.llmbench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.budget.Verdict;
import dev.llmbench.budget.Verdicts;
import dev.llmbench.metric.Metric;
import dev.llmbench.plan.LimitText;
import dev.llmbench.plan.TraceTimeUnit;
import dev.llmbench.plan.TraceWindow;
import dev.llmbench.report.Terminal;
import dev.llmbench.report.VerdictLine;
import dev.llmbench.report.console.ConsoleProgress;
import dev.llmbench.report.files.ResultFiles;
import dev.llmbench.report.files.SavedRun;
import dev.llmbench.result.LoadResult;
import dev.llmbench.simulator.ServedRequest;
import dev.llmbench.simulator.Simulator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trace replayed over real sockets. */
class TraceLoadTest {
    @TempDir
    private Path directory;

    @Test
    void aReplaySendsEachRequestAtItsTimeAndItsFilesGiveTheSameSummary() throws Exception {
        try (Simulator simulator = Simulator.builder()
                .ttft(Duration.ofMillis(5))
                .tpot(Duration.ofMillis(1))
                .outputTokens(1_000)
                .start()) {
            LoadResult result = described(simulator.url())
                    .probe(false)
                    .traceSpeed(2)
                    .traceWindow(TraceWindow.parse("traceWindow", "0s..600ms"))
                    .build()
                    .run();

            assertThat(result.plan().load().length()).isEqualTo(Duration.ofMillis(300));
            assertThat(result.run().ok()).isEqualTo(5);
            assertThat(result.stages()).hasSize(1);
            assertThat(result.stages().get(0).scope().description()).isEqualTo("stage 1 (trace 2x 300ms)");
            assertThat(simulator.log())
                    .extracting(ServedRequest::outputTokens)
                    .containsExactlyInAnyOrder(52, 26, 9, 1, 40);
            assertThat(result.run().latency(Metric.DISPATCH_LAG).count()).isEqualTo(5);
            assertThat(Files.readString(directory.resolve("requests.csv"))
                            .lines()
                            .skip(1))
                    .extracting(row -> row.split(",", -1)[6])
                    .containsExactlyInAnyOrder("0.000", "0.000", "70.000", "130.000", "250.000");

            LoadResult read = SavedRun.read(directory).result();
            assertThat(read.plan().load()).isEqualTo(result.plan().load());
            assertThat(List.of(summary(read).split("\n", -1)))
                    .isEqualTo(List.of(
                            Files.readString(directory.resolve("summary.json")).split("\n", -1)));
        }
    }

    @Test
    void theUnitOfItsTimesCanBeSaid() {
        LoadTest test = described("http://127.0.0.1:1/v1/completions")
                .traceTimeUnit(TraceTimeUnit.SECONDS)
                .build();

        assertThat(test.plan().load().length()).isEqualTo(Duration.ofMillis(1_000_001));
    }

    @Test
    void theLineOfTheLoadNamesTheTrace() {
        LoadTest test =
                described("http://127.0.0.1:1/v1/completions").traceSpeed(2).build();

        assertThat(ConsoleProgress.opening(test.plan(), Terminal.ofStandardOutput()))
                .contains("trace mooncake.jsonl, 6 requests in 500.5ms (1s1ms at 2x) on http://127.0.0.1:1");
    }

    @Test
    void verdictsOnATraceAreByPointEstimate() throws Exception {
        try (Simulator simulator = Simulator.builder().outputTokens(2).start()) {
            LoadTestBuilder described = described(simulator.url()).traceSpeed(10);
            LimitText.budgets("budgets", "ttft.p50<=10s, error_rate<=100%").forEach(described::budget);
            LoadResult result = described.build().run();

            assertThat(Verdicts.of(result).all())
                    .extracting(Verdict::toString)
                    .anyMatch(verdict -> verdict.contains("by point estimate, as the load was not steady"));
        }
    }

    private LoadTestBuilder described(String endpoint) {
        return LoadTest.builder()
                .name("TraceLoadTest")
                .endpoint(endpoint)
                .dataset("classpath:traces/mooncake.jsonl")
                .classLoader(TraceLoadTest.class.getClassLoader())
                .outputDirectory(directory)
                .quiet(true);
    }

    private static String summary(LoadResult result) {
        List<VerdictLine> verdicts = VerdictLine.of(Verdicts.of(result));
        return ResultFiles.summary(result, verdicts);
    }
}
