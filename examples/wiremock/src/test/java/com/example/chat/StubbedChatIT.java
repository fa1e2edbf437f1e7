package com.example.chat;

import static dev.llmbench.assertj.LlmAssertions.assertThat;
import static dev.llmbench.metric.Metric.ERROR_RATE;
import static dev.llmbench.metric.Metric.TTFT;
import static java.time.Duration.ofMillis;

import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.llmbench.junit.Budget;
import dev.llmbench.junit.LlmEndpoint;
import dev.llmbench.junit.LlmLoadTest;
import dev.llmbench.junit.Stage;
import dev.llmbench.result.LoadResult;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Load on WireMock stubs: the stubs of each test are in place before its load starts. */
class StubbedChatIT {

    @RegisterExtension
    static final WireMockExtension wireMock = WireMockExtension.newInstance()
            .options(WireMockConfiguration.wireMockConfig().dynamicPort())
            .build();

    @LlmEndpoint
    final Supplier<String> endpoint = wireMock::baseUrl;

    @BeforeEach
    void stubTheModel() {
        wireMock.stubFor(StubbedLlm.streaming(ofMillis(20), ofMillis(200)));
    }

    @LlmLoadTest(
            dataset = "datasets/llama4/prompts_chat_50_100.jsonl",
            stages = @Stage(target = 8, duration = "6s"),
            startUsers = 8,
            budgets = {
                @Budget(metric = ERROR_RATE, atMost = "1%"),
                @Budget(metric = TTFT, statistic = "p95", atMost = "1s")
            })
    void theStubbedModelKeepsItsBudgets(LoadResult result) {
        assertThat(result).okRequests().isGreaterThanOrEqualTo(100);
        assertThat(result).errors().isZero();
    }
}
