package com.example;

import static dev.llmbench.assertj.LlmAssertions.assertThat;
import static dev.llmbench.metric.Metric.ERROR_RATE;
import static java.time.Duration.ofMillis;

import dev.llmbench.junit.Budget;
import dev.llmbench.junit.LlmEndpoint;
import dev.llmbench.junit.LlmLoad;
import dev.llmbench.junit.SimulatorExtension;
import dev.llmbench.junit.Stage;
import dev.llmbench.result.LoadResult;
import dev.llmbench.simulator.Simulator;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A new object for each test, and a test of each parameter. */
class FastIT {

    @RegisterExtension
    static final SimulatorExtension model =
            SimulatorExtension.of(Simulator.builder().ttft(ofMillis(20)).tpot(ofMillis(1)).outputTokens(5));

    @LlmEndpoint
    final Supplier<String> endpoint = model::url;

    @ParameterizedTest
    @ValueSource(strings = {"one", "two"})
    @LlmLoad(
            dataset = "datasets/llama4/prompts_chat_50_100.jsonl",
            stages = @Stage(target = 2, duration = "1s"),
            startUsers = 2,
            budgets = @Budget(metric = ERROR_RATE, atMost = "10%"))
    void staysFast(String parameter, LoadResult result) {
        assertThat(result).as(parameter).ttft().p50().isLessThan(ofMillis(200));
    }
}
