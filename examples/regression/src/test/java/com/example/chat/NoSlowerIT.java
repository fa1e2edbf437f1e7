package com.example.chat;

import static dev.llmbench.metric.Metric.REQUEST_THROUGHPUT;
import static dev.llmbench.metric.Metric.TTFT;
import static java.time.Duration.ofMillis;

import dev.llmbench.junit.Budget;
import dev.llmbench.junit.LlmEndpoint;
import dev.llmbench.junit.LlmLoadTest;
import dev.llmbench.junit.SimulatorExtension;
import dev.llmbench.junit.Stage;
import dev.llmbench.simulator.Delay;
import dev.llmbench.simulator.Simulator;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Fails where the endpoint has become slower than in the runs before. Here the endpoint is the embedded simulator, whose
 * median TTFT {@code -Dttft.ms=150} makes longer.
 */
class NoSlowerIT {
    private static final int TTFT_MILLIS = Integer.getInteger("ttft.ms", 80);

    @RegisterExtension
    static final SimulatorExtension llm = SimulatorExtension.of(Simulator.builder()
            .ttft(Delay.logNormal(ofMillis(TTFT_MILLIS), ofMillis(2L * TTFT_MILLIS)))
            .tpot(ofMillis(2))
            .outputTokens(20)
            .seed(1));

    @LlmEndpoint
    final Supplier<String> endpoint = llm::url;

    @LlmLoadTest(
            dataset = "datasets/llama4/prompts_chat_50_100.jsonl",
            stages = @Stage(target = 5, duration = "5s"),
            startUsers = 5,
            gracefulStop = "5s",
            budgets = {
                @Budget(metric = TTFT, statistic = "mean", noWorseThan = "10%"),
                @Budget(metric = REQUEST_THROUGHPUT, noWorseThan = "10%")
            })
    void isNoSlowerThanBefore() {}
}
