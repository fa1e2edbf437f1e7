package com.example.chat;

import static dev.llmbench.metric.Metric.ERROR_RATE;
import static dev.llmbench.metric.Metric.TTFT;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.llmbench.junit.Budget;
import dev.llmbench.junit.LlmEndpoint;
import dev.llmbench.junit.LlmLoadTest;
import dev.llmbench.junit.Stage;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;

/** A model that is too slow turns the build red, with a message that says by how much. */
class BreachFailsTheBuildIT {

    @Test
    void aBreachFailsTheTestAndSaysWhatWasMeasured() {
        TestExecutionResult result = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(TooSlowOnPurpose.class))
                .execute()
                .testEvents()
                .failed()
                .stream()
                .findFirst()
                .orElseThrow()
                .getRequiredPayload(TestExecutionResult.class);
        assertThat(result.getThrowable())
                .hasValueSatisfying(failure -> assertThat(failure)
                        .hasMessageContaining("TTFT p95")
                        .hasMessageContaining("50 ms")
                        .hasMessageContaining("BREACH")
                        .hasMessageContaining("requests.csv"));
    }

    /** The test of a team whose model has become slow. */
    @Tag("too-slow-on-purpose")
    static class TooSlowOnPurpose {

        @RegisterExtension
        static final WireMockExtension wireMock = WireMockExtension.newInstance()
                .options(WireMockConfiguration.wireMockConfig().dynamicPort())
                .build();

        @LlmEndpoint
        final Supplier<String> endpoint = wireMock::baseUrl;

        @BeforeEach
        void stubTheModel() {
            wireMock.stubFor(StubbedLlm.streaming(ofMillis(150), ofMillis(100)));
        }

        @LlmLoadTest(
                dataset = "datasets/llama4/prompts_chat_50_100.jsonl",
                stages = @Stage(target = 8, duration = "6s"),
                startUsers = 8,
                budgets = {
                    @Budget(metric = ERROR_RATE, atMost = "1%"),
                    @Budget(metric = TTFT, statistic = "p95", atMost = "50ms")
                })
        void theSlowModelBreaksItsBudget() {}
    }
}
