package dev.llmbench.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.metric.Metric;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.result.LoadResult;
import dev.llmbench.simulator.Simulator;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whether an endpoint that refuses whoever asks is told by one request, or by the load. */
class ProbeAttributeTest {
    private static final String NONE_ENDED_OK = "No request ended ok: errors 3";

    private final Simulator simulator =
            Simulator.builder().errorRate(1, 401).outputTokens(2).start();

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Tag("fixture")
    static class SaysNothing {
        @LlmLoadTest(
                endpoint = "${llm.url}/v1/chat/completions",
                dataset = "classpath:junit/chat.jsonl",
                stages = @Stage(target = 1, duration = "1m"),
                maxRequests = 3,
                budgets = @Budget(metric = Metric.ERROR_RATE, atMost = "100%"),
                acceptInvalid = true)
        void test(LoadResult result) {
            FixtureRun.saw(result);
        }
    }

    @Tag("fixture")
    static class WantsNone {
        @LlmLoad(
                endpoint = "${llm.url}/v1/chat/completions",
                dataset = "classpath:junit/chat.jsonl",
                stages = @Stage(target = 1, duration = "1m"),
                maxRequests = 3,
                probe = false,
                budgets = @Budget(metric = Metric.ERROR_RATE, atMost = "100%"),
                acceptInvalid = true)
        @Test
        void test(LoadResult result) {
            FixtureRun.saw(result);
        }
    }

    @Test
    void unlessItSaysOtherwiseATestFailsByItsProbeAndNamesItself() {
        assertThat(run(SaysNothing.class, Map.of()).failure())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("SaysNothing", simulator.url(), "HTTP 401", "LLMBENCH_API_KEY");
        assertThat(simulator.counts().received()).isEqualTo(1);
    }

    @Test
    void aTestMayWantNoProbe() {
        assertThat(run(WantsNone.class, Map.of()).failure()).hasMessageContaining(NONE_ENDED_OK);
        assertThat(simulator.counts().received()).isEqualTo(3);
    }

    @Test
    void aKeyTurnsItOnOrOffForOneRun() {
        assertThat(run(SaysNothing.class, Map.of("llmbench.probe", "false")).failure())
                .hasMessageContaining(NONE_ENDED_OK);
        assertThat(run(WantsNone.class, Map.of("llmbench.probe", "true")).failure())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("HTTP 401");
    }

    private FixtureRun run(Class<?> fixture, Map<String, String> parameters) {
        Map<String, String> all = new HashMap<>(parameters);
        all.put("llm.url", simulator.url());
        return FixtureRun.of(fixture, all);
    }
}
