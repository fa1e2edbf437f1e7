package com.example.spring;

import static dev.llmbench.assertj.LlmAssertions.assertThat;
import static dev.llmbench.metric.Metric.ERROR_RATE;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.junit.Budget;
import dev.llmbench.junit.LlmLoadTest;
import dev.llmbench.junit.Stage;
import dev.llmbench.result.LoadResult;
import org.springframework.boot.test.context.SpringBootTest;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class ChatServiceIT {

    @LlmLoadTest(
            endpoint = "http://localhost:${local.server.port}/v1/chat/completions",
            dataset = "datasets/llama4/prompts_chat_50_100.jsonl",
            thinkTime = "10ms",
            stages = @Stage(target = 2, duration = "2s"),
            budgets = @Budget(metric = ERROR_RATE, atMost = "10%"))
    void staysFast(LoadResult result) {
        assertThat(result).errors().isZero();
        assertThat(result).okRequests().isGreaterThanOrEqualTo(20);
        assertThat(result).ttft().p50().isLessThan(ofMillis(500));
        assertThat(result.run().completed().outputTokens())
                .isEqualTo(3 * result.run().completed().requests());
        for (Class<?> type : new Class<?>[] {
            org.junit.jupiter.api.Test.class,
            org.assertj.core.api.Assertions.class,
            com.fasterxml.jackson.databind.ObjectMapper.class
        }) {
            System.out.println("with " + type.getProtectionDomain().getCodeSource().getLocation().getPath().replaceFirst(".*/", ""));
        }
    }
}
