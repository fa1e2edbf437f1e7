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
import dev.llmbench.junit.LlmEndpoint;
import dev.llmbench.junit.LlmLoadTest;
import dev.llmbench.junit.Stage;
import dev.llmbench.result.LoadResult;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Load on Ollama's own API: a stream of lines of JSON. */
class OllamaIT {
    private static final String STREAM = """
            {"model":"llama3.2","message":{"role":"assistant","content":"The"},"done":false}
            {"model":"llama3.2","message":{"role":"assistant","content":" sky"},"done":false}
            {"model":"llama3.2","message":{"role":"assistant","content":" is blue."},"done":false}
            {"model":"llama3.2","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","prompt_eval_count":26,"eval_count":5}
            """;

    @RegisterExtension
    static final WireMockExtension ollama = WireMockExtension.newInstance()
            .options(WireMockConfiguration.wireMockConfig().dynamicPort())
            .build();

    @LlmEndpoint
    final Supplier<String> endpoint = () -> ollama.baseUrl() + "/api/chat";

    @BeforeEach
    void playTheServer() {
        ollama.stubFor(post("/api/chat")
                .withRequestBody(matchingJsonPath("$.messages[0].role"))
                .withRequestBody(matchingJsonPath("$[?(@.model == 'llama3.2' && @.stream == true)]"))
                .willReturn(Played.stream("application/x-ndjson", STREAM)));
    }

    @LlmLoadTest(
            api = OllamaChat.class,
            model = "llama3.2",
            dataset = "datasets/llama4/prompts_chat_50_100.jsonl",
            stages = @Stage(target = 4, duration = "2s"),
            budgets = @Budget(metric = ERROR_RATE, atMost = "0%"))
    void streamsOfLinesAreMeasured(LoadResult result) {
        assertThat(result).ttft().p95().isLessThan(ofSeconds(1));
        assertThat(result.run().completed().outputTokens())
                .as("tokens as Ollama counts them")
                .isEqualTo(5 * result.run().completed().requests());
    }
}
