package dev.llmbench.junit;

import static dev.llmbench.assertj.LlmAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.metric.Metric;
import dev.llmbench.result.LoadResult;
import dev.llmbench.sample.ConversationEnd;
import dev.llmbench.simulator.Simulator;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The attribute conversations and its key. */
class ConversationsAttributeTest {
    private final Simulator simulator = Simulator.builder().outputTokens(3).start();

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Tag("fixture")
    static class ByTurns {
        @LlmLoadTest(
                endpoint = "${llm.url}/v1/chat/completions",
                dataset = "classpath:junit/turns.jsonl",
                stages = @Stage(target = 2, duration = "1m"),
                maxRequests = 8,
                thinkTime = "1ms",
                conversations = true,
                budgets = {
                    @Budget(metric = Metric.ERROR_RATE, atMost = "100%"),
                    @Budget(metric = Metric.ERROR_RATE, atMost = "50%", turn = 2),
                    @Budget(metric = Metric.TTFT, statistic = "p50", atMost = "20s", turn = 1)
                },
                acceptInvalid = true)
        void test(LoadResult result) {
            FixtureRun.saw(result);
            assertThat(result).turn(2).okRequests().isAtLeast("1");
        }
    }

    @Test
    void theAttributeRunsRecordsTurnByTurn() {
        LoadResult result = run(Map.of()).result();

        assertThat(result.turns()).extracting(turn -> turn.ok()).containsExactly(4L, 4L);
        assertThat(result.conversations().orElseThrow().count(ConversationEnd.COMPLETE))
                .isEqualTo(4);
    }

    @Test
    void aKeySetsItForOneRun() {
        assertThat(run(Map.of("llmbench.conversations", "false")).failure())
                .hasMessageContaining("set conversations = true");
        assertThat(simulator.log()).isEmpty();
    }

    @Test
    void anArrivalRateFailsBeforeAnythingIsSent() {
        assertThat(run(Map.of("llmbench.load", "arrival-rate", "llmbench.think-time", "0s"))
                        .failure())
                .hasMessageContaining("conversations");
        assertThat(simulator.log()).isEmpty();
    }

    private FixtureRun run(Map<String, String> parameters) {
        Map<String, String> all = new HashMap<>(parameters);
        all.put("llm.url", simulator.url());
        return FixtureRun.of(ByTurns.class, all);
    }
}
