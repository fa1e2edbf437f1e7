package com.example.chat;

import static dev.llmbench.metric.Metric.E2E;
import static dev.llmbench.metric.Metric.ERROR_RATE;
import static dev.llmbench.metric.Metric.TTFT;
import static dev.llmbench.plan.LoadModel.ARRIVAL_RATE;
import static java.time.Duration.ofMillis;

import dev.llmbench.junit.Budget;
import dev.llmbench.junit.LlmLoadTest;
import dev.llmbench.junit.SimulatorExtension;
import dev.llmbench.junit.Stage;
import dev.llmbench.simulator.Simulator;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Thirty requests a second, before a model that takes 100 ms to its first token and 200 ms in all. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class ChatServiceIT {
    private static final String SERVICE = "http://localhost:${local.server.port}";
    private static final String PROMPTS = "datasets/llama4/prompts_chat_50_100.jsonl";

    @RegisterExtension
    static final SimulatorExtension llm = SimulatorExtension.of(
            Simulator.builder().ttft(ofMillis(100)).tpot(ofMillis(10)).outputTokens(11));

    @DynamicPropertySource
    static void theModelIsTheSimulator(DynamicPropertyRegistry properties) {
        properties.add("llm.url", llm::url);
    }

    @LlmLoadTest(
            endpoint = SERVICE + "/v1/chat/completions",
            dataset = PROMPTS,
            load = ARRIVAL_RATE,
            startRate = 30,
            warmUp = "3s",
            stages = @Stage(target = 30, duration = "4s"),
            budgets = {
                @Budget(metric = ERROR_RATE, atMost = "1%"),
                @Budget(metric = TTFT, statistic = "p95", atMost = "2s")
            })
    void chatStaysFast() {}

    @LlmLoadTest(
            endpoint = SERVICE + "/ask",
            api = AskApi.class,
            streaming = false,
            dataset = PROMPTS,
            load = ARRIVAL_RATE,
            startRate = 30,
            warmUp = "3s",
            stages = @Stage(target = 30, duration = "4s"),
            budgets = {
                @Budget(metric = ERROR_RATE, atMost = "1%"),
                @Budget(metric = E2E, statistic = "p95", atMost = "2s")
            })
    void answersStayFast() {}

    @LlmLoadTest(
            endpoint = SERVICE + "/ask/stream",
            api = AskStreamApi.class,
            dataset = PROMPTS,
            load = ARRIVAL_RATE,
            startRate = 30,
            warmUp = "3s",
            stages = @Stage(target = 30, duration = "4s"),
            budgets = {
                @Budget(metric = ERROR_RATE, atMost = "1%"),
                @Budget(metric = TTFT, statistic = "p95", atMost = "2s")
            })
    void firstWordsStayFast() {}
}
