package dev.llmbench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.budget.Verdicts;
import dev.llmbench.metric.Metric;
import dev.llmbench.plan.Evidence;
import dev.llmbench.plan.GoodputLimits;
import dev.llmbench.plan.LimitText;
import dev.llmbench.report.VerdictLine;
import dev.llmbench.report.files.ResultFiles;
import dev.llmbench.report.files.SavedRun;
import dev.llmbench.result.LoadResult;
import dev.llmbench.simulator.Simulator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of a run over real sockets, read back. */
class SavedLoadTest {
    private static final String BUDGETS = "ttft.p95<=300ms, ttft.p50@stage2<=1ms, tpot.mean<=40ms, chunk_gap.p99<=3ms,"
            + " chunk_gap.p90@stage1<=2ms, e2e.max<=5s, error_rate<=1%, throughput>=5, goodput>=1, good_fraction>=50%,"
            + " output_token_throughput>=100, ok_requests>=10";

    @TempDir
    private Path directory;

    @Test
    void theSummaryFromTheFilesIsTheSummaryOfTheRun() throws Exception {
        try (Simulator simulator = Simulator.builder()
                .ttft(Duration.ofMillis(15))
                .tpot(Duration.ofMillis(2))
                .outputTokens(8)
                .errorRate(0.1, 503)
                .start()) {
            LoadTestBuilder described = LoadTest.builder()
                    .name("SavedLoadTest")
                    .endpoint(simulator.url() + "/v1/chat/completions")
                    .dataset("datasets/llama4/prompts_chat_50_100.jsonl")
                    .apiKey("sk-verysecretkey-1234")
                    .startUsers(1)
                    .warmUp(Duration.ofMillis(200))
                    .stage(4, Duration.ofMillis(800))
                    .stage(4, Duration.ofSeconds(1))
                    .gracefulStop(Duration.ZERO)
                    .goodput(new GoodputLimits(
                            Map.of(Metric.TTFT, Duration.ofMillis(40), Metric.E2E, Duration.ofMillis(60))))
                    .evidence(Evidence.PROVEN_BREACH)
                    .outputDirectory(directory)
                    .quiet(true);
            LimitText.budgets("budgets", BUDGETS).forEach(described::budget);
            LoadResult result = described.build().run();

            SavedRun read = SavedRun.read(directory);

            assertThat(result.run().errors()).isPositive();
            assertThat(read.notes()).isEmpty();
            assertThat(List.of(summary(read.result()).split("\n", -1)))
                    .isEqualTo(List.of(summary(result).split("\n", -1)))
                    .isEqualTo(List.of(
                            Files.readString(directory.resolve("summary.json")).split("\n", -1)));
            assertThat(read.result().facts()).isEqualTo(result.facts());
            assertThat(Verdicts.of(read.result()).all())
                    .asString()
                    .isEqualTo(Verdicts.of(result).all().toString());
        }
    }

    private static String summary(LoadResult result) {
        List<VerdictLine> verdicts = VerdictLine.of(Verdicts.of(result));
        return ResultFiles.summary(result, verdicts);
    }
}
