package dev.llmbench.junit;

import static dev.llmbench.assertj.LlmAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.metric.Metric;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.TwoLengths;
import dev.llmbench.result.LoadResult;
import dev.llmbench.simulator.Simulator;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TpotByDifferenceAttributeTest {
    private final Simulator simulator = Simulator.builder()
            .ttft(Duration.ofMillis(2))
            .tpot(Duration.ofMillis(1))
            .outputTokens(1_000)
            .start();

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Tag("fixture")
    static class ByTen {
        @LlmLoadTest(
                endpoint = "${llm.url}/v1/chat/completions",
                dataset = "classpath:junit/chat.jsonl",
                stages = @Stage(target = 2, duration = "1m"),
                maxTokens = 5,
                maxRequests = 8,
                tpotByDifference = 10,
                streaming = false,
                budgets = @Budget(metric = Metric.ERROR_RATE, atMost = "100%"),
                acceptInvalid = true)
        void test(LoadResult result) {
            FixtureRun.saw(result);
            assertThat(result).tpotByDifference().hasAtLeastPairs(2).isAtMost("10s");
        }
    }

    @Test
    void theAttributeMeasuresByTwoLengths() {
        LoadResult result = run(Map.of()).result();
        assertThat(result.plan().twoLengths()).contains(new TwoLengths(10, false));
        assertThat(result.tpotByDifference().orElseThrow().pairs()).isEqualTo(4);
    }

    @Test
    void aKeySetsItForOneRun() {
        assertThat(run(Map.of("llmbench.tpot-by-difference", "7"))
                        .result()
                        .plan()
                        .twoLengths())
                .contains(new TwoLengths(7, false));
    }

    @Test
    void aDifferenceThatIsNegativeFailsBeforeAnythingIsSent() {
        assertThat(run(Map.of("llmbench.tpot-by-difference", "-1")).failure())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("tpotByDifference = \"-1\"");
        assertThat(simulator.log()).isEmpty();
    }

    @Test
    void zeroLeavesItOff() {
        FixtureRun run = run(Map.of("llmbench.tpot-by-difference", "0"));
        assertThat(run.failure()).hasMessageContaining("tpotByDifference = 10");
        assertThat(run.results()).hasSize(1);
        assertThat(run.results().get(0).tpotByDifference()).isEmpty();
    }

    private FixtureRun run(Map<String, String> parameters) {
        Map<String, String> all = new HashMap<>(parameters);
        all.put("llm.url", simulator.url());
        return FixtureRun.of(ByTen.class, all);
    }
}
