package com.example.chat;

import static dev.llmbench.assertj.LlmAssertions.assertThat;
import static dev.llmbench.metric.Metric.ERROR_RATE;
import static dev.llmbench.metric.Metric.TTFT;
import static java.time.Duration.ofMillis;

import dev.llmbench.junit.Budget;
import dev.llmbench.junit.LlmEndpoint;
import dev.llmbench.junit.LlmLoadTest;
import dev.llmbench.junit.SimulatorExtension;
import dev.llmbench.junit.Stage;
import dev.llmbench.result.LoadResult;
import dev.llmbench.simulator.Delay;
import dev.llmbench.simulator.Simulator;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A load test that knows nothing of clusters. {@code -Dllmbench.cluster=local:3} spreads its load over three JVMs on this
 * machine, {@code -Dllmbench.cluster=hub:7800} over the workers that are connected to a hub.
 */
class ChatLatencyIT {

    @RegisterExtension
    static final SimulatorExtension llm = SimulatorExtension.of(Simulator.builder()
            .ttft(Delay.logNormal(ofMillis(80), ofMillis(160)))
            .tpot(ofMillis(10))
            .outputTokens(50)
            .seed(1));

    /** Workers on other machines cannot reach it: {@code -Dllmbench.endpoint} names one that they can. */
    @LlmEndpoint
    final Supplier<String> endpoint = llm::url;

    @LlmLoadTest(
            dataset = "datasets/llama4/prompts_chat_50_100.jsonl",
            stages = {@Stage(target = 12, duration = "3s"), @Stage(target = 12, duration = "9s")},
            gracefulStop = "5s",
            budgets = {
                @Budget(metric = ERROR_RATE, atMost = "1%"),
                @Budget(metric = TTFT, statistic = "p95", atMost = "500ms", stage = 2)
            })
    void chatStaysFast(LoadResult result) {
        assertThat(result).stage(2).tpot().p95().isLessThanOrEqualTo(ofMillis(50));
    }
}
