package com.example;

import static dev.llmbench.assertj.LlmAssertions.assertThat;
import static java.time.Duration.ofMillis;

import dev.llmbench.junit.LlmEndpoint;
import dev.llmbench.junit.LlmLoadTest;
import dev.llmbench.junit.Stage;
import dev.llmbench.result.LoadResult;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URL;

@QuarkusTest
class ChatServiceTest {

    @LlmEndpoint
    @TestHTTPResource("/v1/chat/completions")
    URL endpoint;

    @LlmLoadTest(
            dataset = "datasets/llama4/prompts_chat_50_100.jsonl",
            stages = @Stage(target = 2, duration = "2s"),
            thinkTime = "10ms")
    void staysFast(LoadResult result) {
        assertThat(result).errors().isZero();
        assertThat(result).ttft().p50().isLessThan(ofMillis(500));
    }

    @LlmLoadTest(
            dataset = "datasets/llama4/prompts_chat_50_100.jsonl",
            stages = @Stage(target = 2, duration = "2s"),
            thinkTime = "10ms")
    void staysFastByItsBudgets() {}
}
