package com.example.apis;

import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static dev.llmbench.assertj.LlmAssertions.assertThat;
import static dev.llmbench.metric.Metric.ERROR_RATE;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.llmbench.junit.Budget;
import dev.llmbench.junit.LlmLoadTest;
import dev.llmbench.junit.Stage;
import dev.llmbench.result.LoadResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** OpenAI's Responses API and its embeddings need no class of one's own: the endpoint's path says what they are. */
class ReadyMadeIT {
    private static final String STREAM = Played.events(
            "{\"type\":\"response.created\",\"response\":{\"status\":\"in_progress\",\"output\":[]}}",
            "{\"type\":\"response.output_text.delta\",\"item_id\":\"msg_1\",\"delta\":\"Hi\"}",
            "{\"type\":\"response.output_text.delta\",\"item_id\":\"msg_1\",\"delta\":\" there\"}",
            "{\"type\":\"response.output_text.done\",\"item_id\":\"msg_1\",\"text\":\"Hi there\"}",
            "{\"type\":\"response.completed\",\"response\":{\"status\":\"completed\",\"usage\":{\"input_tokens\":37,\"output_tokens\":11}}}");

    @RegisterExtension
    static final WireMockExtension server = WireMockExtension.newInstance()
            .options(WireMockConfiguration.wireMockConfig().dynamicPort())
            .build();

    static String responses() {
        return server.baseUrl() + "/v1/responses";
    }

    static String embeddings() {
        return server.baseUrl() + "/v1/embeddings";
    }

    @BeforeEach
    void playTheServer() {
        server.stubFor(post("/v1/responses")
                .withRequestBody(matchingJsonPath("$.input[0].content"))
                .willReturn(Played.stream("text/event-stream", STREAM)));
        server.stubFor(post("/v1/embeddings")
                .withRequestBody(matchingJsonPath("$.input"))
                .willReturn(Played.json("{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,"
                        + "\"embedding\":[0.1,-0.2]}],\"usage\":{\"prompt_tokens\":50,\"total_tokens\":50}}")));
    }

    @LlmLoadTest(
            endpointMethod = "responses",
            dataset = "datasets/llama4/prompts_chat_50_100.jsonl",
            stages = @Stage(target = 4, duration = "2s"),
            budgets = @Budget(metric = ERROR_RATE, atMost = "0%"))
    void theResponsesApiIsMeasured(LoadResult result) {
        assertThat(result).ttft().p95().isLessThan(ofSeconds(1));
        assertThat(result.run().completed().outputTokens())
                .isEqualTo(11 * result.run().completed().requests());
    }

    @LlmLoadTest(
            endpointMethod = "embeddings",
            dataset = "datasets/llama4/prompts_full_50_100.jsonl",
            stages = @Stage(target = 4, duration = "2s"),
            budgets = @Budget(metric = ERROR_RATE, atMost = "0%"))
    void embeddingsAreMeasured(LoadResult result) {
        assertThat(result).e2e().p95().isLessThan(ofSeconds(1));
        assertThat(result.run().completed().promptTokens())
                .isEqualTo(50 * result.run().completed().requests());
    }
}
