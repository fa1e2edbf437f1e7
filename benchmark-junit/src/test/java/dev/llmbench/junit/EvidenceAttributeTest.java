package dev.llmbench.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.metric.Metric;
import dev.llmbench.plan.Evidence;
import dev.llmbench.result.LoadResult;
import dev.llmbench.simulator.Simulator;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How sure a verdict has to be decides whether a test fails: five requests prove neither a p95 nor its breach. */
class EvidenceAttributeTest {
    private static final String KEY = "llmbench.evidence";

    private final Simulator simulator =
            Simulator.builder().ttft(Duration.ofMillis(2)).outputTokens(2).start();

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Tag("fixture")
    static class LeavesItToTheTest {
        @LlmLoadTest(
                endpoint = "${llm.url}/v1/chat/completions",
                dataset = "classpath:junit/chat.jsonl",
                stages = @Stage(target = 1, duration = "1m"),
                maxRequests = 5,
                budgets = {
                    @Budget(metric = Metric.TTFT, statistic = "p95", atMost = "1m"),
                    @Budget(metric = Metric.ERROR_RATE, atMost = "100%")
                },
                acceptInvalid = true)
        void test(LoadResult result) {
            FixtureRun.saw(result);
        }
    }

    @Tag("fixture")
    static class SaysItOnTheBudget {
        @LlmLoadTest(
                endpoint = "${llm.url}/v1/chat/completions",
                dataset = "classpath:junit/chat.jsonl",
                stages = @Stage(target = 1, duration = "1m"),
                maxRequests = 5,
                budgets = {
                    @Budget(metric = Metric.TTFT, statistic = "p95", atMost = "1m", evidence = Evidence.PROVEN_BREACH),
                    @Budget(metric = Metric.ERROR_RATE, atMost = "100%")
                },
                acceptInvalid = true)
        void test(LoadResult result) {
            FixtureRun.saw(result);
        }
    }

    @Test
    void byDefaultFewRequestsPassWhereNoneIsOverTheLimit() {
        assertThat(run(LeavesItToTheTest.class, Map.of()).failures()).isEmpty();
    }

    @Test
    void aParameterThatAsksForAProvenBreachLetsThemPass() {
        FixtureRun run = run(LeavesItToTheTest.class, Map.of(KEY, "proven-breach"));

        assertThat(run.failures()).isEmpty();
        assertThat(run.result().plan().evidence()).isEqualTo(Evidence.PROVEN_BREACH);
    }

    @Test
    void aParameterThatAsksForAProvenPassFailsThem() {
        assertThat(run(LeavesItToTheTest.class, Map.of(KEY, "proven-pass")).failure())
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("TTFT p95", "PASS (thin: n = 5", "a proven pass needs 59 requests");
    }

    @Test
    void whatTheBudgetSaysGoesBeforeTheParameter() {
        assertThat(run(SaysItOnTheBudget.class, Map.of(KEY, "proven-pass")).failures())
                .isEmpty();
        assertThat(run(SaysItOnTheBudget.class, Map.of(KEY, "point")).failures())
                .isEmpty();
    }

    private FixtureRun run(Class<?> fixture, Map<String, String> parameters) {
        Map<String, String> all = new HashMap<>(parameters);
        all.put("llm.url", simulator.url());
        return FixtureRun.of(fixture, all);
    }
}
