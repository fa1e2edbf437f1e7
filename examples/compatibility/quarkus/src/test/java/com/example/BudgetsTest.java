package com.example;

import static dev.llmbench.metric.Metric.TTFT;

import dev.llmbench.junit.Budget;
import dev.llmbench.junit.LlmLoadTest;
import dev.llmbench.junit.Stage;
import io.quarkus.test.junit.QuarkusTest;

/** Takes nothing and is filled in by nobody, and so runs with every version of Quarkus. */
@QuarkusTest
class BudgetsTest {

    @LlmLoadTest(
            endpoint = "http://localhost:8081/v1/chat/completions",
            dataset = "datasets/llama4/prompts_chat_50_100.jsonl",
            stages = @Stage(target = 2, duration = "2s"),
            thinkTime = "10ms",
            budgets = @Budget(metric = TTFT, statistic = "p50", atMost = "500ms"))
    void staysFast() {}

    @LlmLoadTest(
            endpoint = "http://localhost:8081/v1/chat/completions",
            dataset = "datasets/llama4/prompts_chat_50_100.jsonl",
            stages = @Stage(target = 2, duration = "1s"),
            thinkTime = "10ms",
            budgets = @Budget(metric = TTFT, statistic = "p50", atMost = "1us"))
    void hasToBeRed() {}
}
