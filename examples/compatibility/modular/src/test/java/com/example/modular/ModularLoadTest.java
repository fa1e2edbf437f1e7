package com.example.modular;

import static dev.llmbench.assertj.LlmAssertions.assertThat;
import static dev.llmbench.metric.Metric.ERROR_RATE;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmbench.junit.Budget;
import dev.llmbench.junit.LlmEndpoint;
import dev.llmbench.junit.LlmLoadTest;
import dev.llmbench.junit.SimulatorExtension;
import dev.llmbench.junit.Stage;
import dev.llmbench.result.LoadResult;
import dev.llmbench.simulator.Simulator;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ModularLoadTest {

    @RegisterExtension
    static final SimulatorExtension model =
            SimulatorExtension.of(Simulator.builder().ttft(ofMillis(20)).tpot(ofMillis(1)).outputTokens(5));

    @LlmEndpoint
    final Supplier<String> endpoint = model::url;

    @Test
    void theLibraryIsAModule() {
        assertThat(getClass().getModule().getName()).isEqualTo("com.example.modular");
        assertThat(LoadResult.class.getModule().getName()).isEqualTo("dev.llmbench");
    }

    @LlmLoadTest(
            dataset = "datasets/llama4/prompts_chat_50_100.jsonl",
            stages = @Stage(target = 2, duration = "2s"),
            startUsers = 2,
            budgets = @Budget(metric = ERROR_RATE, atMost = "10%"))
    void isMeasuredAndJudged(LoadResult result) {
        assertThat(result).okRequests().isGreaterThanOrEqualTo(20);
        assertThat(result).ttft().p50().isBetween(ofMillis(20), ofMillis(200));
        assertThatThrownBy(() -> assertThat(result).ttft().p50().isLessThan(ofMillis(1)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("TTFT p50 was");
    }
}
