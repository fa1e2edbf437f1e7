package com.example.chat;

import static dev.llmbench.assertj.LlmAssertions.assertThat;
import static dev.llmbench.metric.Metric.E2E;
import static dev.llmbench.metric.Metric.ERROR_RATE;
import static java.time.Duration.ofMillis;

import dev.llmbench.junit.Budget;
import dev.llmbench.junit.Goodput;
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
 * A load test of a chat endpoint. Here the endpoint is the embedded simulator; point the same test at a real server with
 * {@code -Dllmbench.endpoint=http://localhost:8000/v1/chat/completions}.
 */
class ChatLatencyIT {

    @RegisterExtension
    static final SimulatorExtension llm = SimulatorExtension.of(Simulator.builder()
            .ttft(Delay.logNormal(ofMillis(80), ofMillis(160)))
            .tpot(ofMillis(5))
            .outputTokens(100)
            .seed(1));

    /** Known once the simulator has its port. A URL without a path gets the one of the prompts' kind. */
    @LlmEndpoint
    final Supplier<String> endpoint = llm::url;

    @LlmLoadTest(
            dataset = "datasets/llama4/prompts_chat_50_100.jsonl",
            stages = {
                @Stage(target = 10, duration = "5s"),
                @Stage(target = 10, duration = "10s"),
                @Stage(target = 0, duration = "5s")
            },
            gracefulStop = "5s",
            budgets = {
                @Budget(metric = ERROR_RATE, atMost = "1%"),
                @Budget(metric = E2E, statistic = "p95", atMost = "2s", stage = 2)
            },
            goodput = @Goodput(ttft = "300ms", tpot = "50ms"))
    void chatStaysFast(LoadResult result) {
        assertThat(result).stage(2).ttft().p95().isLessThanOrEqualTo(ofMillis(300));
        assertThat(result).stage(2).tpot().p95().isLessThanOrEqualTo(ofMillis(50));
    }
}
