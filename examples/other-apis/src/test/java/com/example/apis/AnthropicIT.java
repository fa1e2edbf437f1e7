package com.example.apis;

import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static dev.llmbench.assertj.LlmAssertions.assertThat;
import static dev.llmbench.metric.Metric.ERROR_RATE;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

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

/** Load on Anthropic's API: events of types. */
class AnthropicIT {
    private static final String STREAM = Played.events(
            "{\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":25,\"output_tokens\":1}}}",
            "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}",
            "{\"type\":\"ping\"}",
            "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Hello\"}}",
            "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"!\"}}",
            "{\"type\":\"content_block_stop\",\"index\":0}",
            "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":15}}",
            "{\"type\":\"message_stop\"}");

    @RegisterExtension
    static final WireMockExtension anthropic = WireMockExtension.newInstance()
            .options(WireMockConfiguration.wireMockConfig().dynamicPort())
            .build();

    @LlmEndpoint
    final Supplier<String> endpoint = () -> anthropic.baseUrl() + "/v1/messages";

    @BeforeEach
    void playTheServer() {
        anthropic.stubFor(post("/v1/messages")
                .withHeader("anthropic-version", equalTo("2023-06-01"))
                .withRequestBody(matchingJsonPath("$.max_tokens"))
                .willReturn(Played.stream("text/event-stream; charset=utf-8", STREAM)));
    }

    /** Against the real server there would be {@code "x-api-key: ${ANTHROPIC_API_KEY}"} among the headers. */
    @LlmLoadTest(
            api = AnthropicMessages.class,
            headers = "anthropic-version: 2023-06-01",
            model = "claude-sonnet-4-5",
            dataset = "datasets/llama4/prompts_chat_50_100.jsonl",
            stages = @Stage(target = 4, duration = "2s"),
            budgets = @Budget(metric = ERROR_RATE, atMost = "0%"))
    void streamsOfTypedEventsAreMeasured(LoadResult result) {
        assertThat(result).ttft().p95().isLessThan(ofSeconds(1));
        assertThat(result.run().completed().outputTokens())
                .as("tokens as the server counts them")
                .isEqualTo(15 * result.run().completed().requests());
    }
}
