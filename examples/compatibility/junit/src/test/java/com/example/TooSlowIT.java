package com.example;

import static dev.llmbench.metric.Metric.TTFT;
import static java.time.Duration.ofMillis;

import dev.llmbench.junit.Budget;
import dev.llmbench.junit.LlmEndpoint;
import dev.llmbench.junit.LlmLoadTest;
import dev.llmbench.junit.SimulatorExtension;
import dev.llmbench.junit.Stage;
import dev.llmbench.simulator.Simulator;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Red, and to be red. */
@Tag("too-slow")
class TooSlowIT {

    @RegisterExtension
    static final SimulatorExtension model =
            SimulatorExtension.of(Simulator.builder().ttft(ofMillis(60)).tpot(ofMillis(1)).outputTokens(5));

    @LlmEndpoint
    final Supplier<String> endpoint = model::url;

    @LlmLoadTest(
            dataset = "datasets/llama4/prompts_chat_50_100.jsonl",
            stages = @Stage(target = 4, duration = "2s"),
            startUsers = 4,
            budgets = @Budget(metric = TTFT, statistic = "p95", atMost = "20ms"))
    void breaksItsBudget() {}
}
