package com.example;

import static dev.llmbench.assertj.LlmAssertions.assertThat;
import static dev.llmbench.metric.Metric.ERROR_RATE;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.junit.Budget;
import dev.llmbench.junit.LlmEndpoint;
import dev.llmbench.junit.LlmLoadTest;
import dev.llmbench.junit.SimulatorExtension;
import dev.llmbench.junit.Stage;
import dev.llmbench.result.LoadResult;
import dev.llmbench.simulator.Simulator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** One object for all tests, which run side by side, in a locale whose numbers have commas. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
class ParallelLoadTest {

    @RegisterExtension
    final SimulatorExtension model =
            SimulatorExtension.of(Simulator.builder().ttft(ofMillis(30)).tpot(ofMillis(2)).outputTokens(10));

    @LlmEndpoint
    final Supplier<String> endpoint = model::url;

    @LlmLoadTest(
            dataset = "datasets/llama4/prompts_chat_50_100.jsonl",
            stages = @Stage(target = 2, duration = "2s"),
            startUsers = 2,
            budgets = @Budget(metric = ERROR_RATE, atMost = "10%"))
    void theFirstIsMeasured(LoadResult result) throws Exception {
        measured(result);
    }

    @LlmLoadTest(
            dataset = "datasets/llama4/prompts_chat_50_100.jsonl",
            stages = @Stage(target = 2, duration = "2s"),
            startUsers = 2,
            budgets = @Budget(metric = ERROR_RATE, atMost = "10%"))
    void theSecondIsMeasured(LoadResult result) throws Exception {
        measured(result);
    }

    @Test
    void anOrdinaryTestRunsBeside() {
        assertThat(String.format("%.1f", 1.5)).isEqualTo("1,5");
        assertThat(Locale.getDefault()).isEqualTo(Locale.GERMANY);
    }

    private static void measured(LoadResult result) throws Exception {
        assertThat(result).okRequests().isGreaterThanOrEqualTo(20);
        assertThat(result).errors().isZero();
        assertThat(result).ttft().p50().isBetween(ofMillis(30), ofMillis(200));
        Path files = result.directory().orElseThrow();
        List<String> rows = Files.readAllLines(files.resolve("requests.csv"));
        assertThat(rows).hasSize((int) result.run().requests() + 1);
        assertThat(rows.get(1)).containsPattern(",\\d+\\.\\d{3},");
        assertThat(files).isDirectoryContaining("glob:**report.html").isDirectoryContaining("glob:**summary.json");
    }
}
