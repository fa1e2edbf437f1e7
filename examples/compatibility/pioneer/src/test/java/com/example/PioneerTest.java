package com.example;

import static dev.llmbench.metric.Metric.TTFT;
import static java.time.Duration.ofMillis;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.llmbench.junit.Budget;
import dev.llmbench.junit.LlmLoad;
import dev.llmbench.junit.LlmLoadTest;
import dev.llmbench.junit.SimulatorExtension;
import dev.llmbench.junit.Stage;
import dev.llmbench.simulator.Simulator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junitpioneer.jupiter.ExpectedToFail;
import org.junitpioneer.jupiter.RetryingTest;

/** Every load test here breaks its budget at first, and the class is green all the same. */
class PioneerTest {

    @RegisterExtension
    static final SimulatorExtension slow =
            SimulatorExtension.of(Simulator.builder().ttft(ofMillis(200)).tpot(ofMillis(1)).outputTokens(3));

    @RegisterExtension
    static final SimulatorExtension fast =
            SimulatorExtension.of(Simulator.builder().ttft(ofMillis(5)).tpot(ofMillis(1)).outputTokens(3));

    private static int attempts;
    private static int attemptsInTheOtherOrder;
    private static int bodies;

    String slowAtFirst() {
        return attempts++ == 0 ? slow.url() : fast.url();
    }

    String slowAtFirstInTheOtherOrder() {
        return attemptsInTheOtherOrder++ == 0 ? slow.url() : fast.url();
    }

    String slow() {
        return slow.url();
    }

    @RetryingTest(3)
    @LlmLoad(
            endpointMethod = "slowAtFirst",
            dataset = "datasets/llama4/prompts_chat_50_100.jsonl",
            stages = @Stage(target = 2, duration = "1s"),
            budgets = @Budget(metric = TTFT, statistic = "p50", atMost = "100ms"))
    void isTriedAgain() {}

    @LlmLoad(
            endpointMethod = "slowAtFirstInTheOtherOrder",
            dataset = "datasets/llama4/prompts_chat_50_100.jsonl",
            stages = @Stage(target = 2, duration = "1s"),
            budgets = @Budget(metric = TTFT, statistic = "p50", atMost = "100ms"))
    @RetryingTest(3)
    void isTriedAgainInTheOtherOrder() {}

    /** The outer annotation comes first: the other way round the body alone would be expected to fail. */
    @ExpectedToFail("the model is slow")
    @LlmLoadTest(
            endpointMethod = "slow",
            dataset = "datasets/llama4/prompts_chat_50_100.jsonl",
            stages = @Stage(target = 2, duration = "1s"),
            budgets = @Budget(metric = TTFT, statistic = "p50", atMost = "100ms"))
    void isExpectedToFail() {
        bodies++;
    }

    @AfterAll
    static void countAttempts() {
        assertEquals(2, attempts);
        assertEquals(2, attemptsInTheOtherOrder);
        assertEquals(1, bodies, "the body ran, though the budget was broken");
    }
}
