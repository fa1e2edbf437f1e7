package dev.llmbench.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.metric.Metric;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.simulator.Simulator;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Budgets on what shows over the time of a run, as a test has them. */
class CourseBudgetTest {
    private final Simulator simulator = Simulator.builder().outputTokens(2).start();

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Tag("fixture")
    static class Drifts {
        @LlmLoadTest(
                endpoint = "${llm.url}/v1/chat/completions",
                dataset = "classpath:junit/chat.jsonl",
                stages = @Stage(target = 1, duration = "1m"),
                maxRequests = 2,
                budgets = {
                    @Budget(metric = Metric.TTFT, statistic = "drift", atMost = "5%/h"),
                    @Budget(metric = Metric.ERROR_RATE, atMost = "100%")
                },
                acceptInvalid = true)
        void test() {}
    }

    @Tag("fixture")
    static class RecoversFromNothing {
        @LlmLoadTest(
                endpoint = "${llm.url}/v1/chat/completions",
                dataset = "classpath:junit/chat.jsonl",
                stages = @Stage(target = 1, duration = "1m"),
                budgets = @Budget(metric = Metric.TTFT, statistic = "recovery", atMost = "15s"))
        void test() {}
    }

    @Test
    void aDriftThatCannotBeToldFailsTheTestAsInconclusive() {
        assertThat(run(Drifts.class).failure())
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("TTFT drift is unknown", "limit ≤ 5 %/h: INCONCLUSIVE");
    }

    @Test
    void aRecoveryOfALoadWithoutASpikeFailsBeforeAnythingIsSent() {
        assertThat(run(RecoversFromNothing.class).failure())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("Use profile = SPIKE");
        assertThat(simulator.log()).isEmpty();
    }

    private FixtureRun run(Class<?> fixture) {
        return FixtureRun.of(fixture, Map.of("llm.url", simulator.url()));
    }
}
