package com.example.chat;

import static dev.llmbench.assertj.LlmAssertions.assertThat;
import static dev.llmbench.metric.Metric.ERROR_RATE;
import static dev.llmbench.metric.Metric.TTFT;

import dev.llmbench.junit.Budget;
import dev.llmbench.junit.LlmLoadTest;
import dev.llmbench.junit.Stage;
import dev.llmbench.result.LoadResult;

/** The same load test for each server: a few users for half a minute, in limits that any machine with a small model keeps. */
abstract class ShortChatLoad {

    /** A small model that answers on a laptop without a graphics card. */
    static final String USUAL_MODEL = "qwen2.5:0.5b";

    /** Where the server is. */
    abstract String url();

    @LlmLoadTest(
            endpointMethod = "url",
            model = "${llm.model:" + USUAL_MODEL + "}",
            dataset = "datasets/llama4/prompts_chat_50_100.jsonl",
            stages = {@Stage(target = 4, duration = "5s"), @Stage(target = 4, duration = "25s")},
            budgets = {
                @Budget(metric = ERROR_RATE, atMost = "10%"),
                @Budget(metric = TTFT, statistic = "p90", atMost = "5s")
            })
    void chatAnswersUnderLoad(LoadResult result) {
        assertThat(result).okRequests().isGreaterThanOrEqualTo(10);
    }
}
