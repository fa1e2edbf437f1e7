package dev.llmbench.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.metric.Metric;
import dev.llmbench.result.LoadResult;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class MicrometerAttributeTest {
    private final LoopbackServer server = new LoopbackServer();
    private final MeterRegistry registry = new SimpleMeterRegistry();

    @BeforeEach
    void watch() {
        Metrics.addRegistry(registry);
    }

    @AfterEach
    void stop() {
        server.close();
        Metrics.removeRegistry(registry);
        Metrics.globalRegistry.clear();
    }

    @Test
    void theFiguresGoToTheGlobalRegistryWhereATestAsksForIt() {
        LoadResult result = run(Asks.class, Map.of());

        assertThat(counted(result)).isEqualTo((double) result.run().ok());
    }

    @Test
    void aKeyAsksForItForOneRun() {
        LoadResult result = run(AsksForNothing.class, Map.of("llmbench.micrometer", "true"));

        assertThat(counted(result)).isEqualTo((double) result.run().ok());
    }

    @Test
    void nothingGoesThereByDefault() {
        run(AsksForNothing.class, Map.of());

        assertThat(registry.getMeters()).isEmpty();
    }

    private double counted(LoadResult result) {
        return registry.get("llmbench.requests").tags("test", result.plan().test(), "outcome", "ok").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private LoadResult run(Class<?> fixture, Map<String, String> parameters) {
        Map<String, String> all = new HashMap<>(parameters);
        all.put("llm.url", server.url());
        return FixtureRun.of(fixture, all).result();
    }

    @Tag("fixture")
    static class Asks {
        @LlmLoadTest(
                endpoint = "${llm.url}/v1/chat/completions",
                dataset = "classpath:junit/chat.jsonl",
                stages = @Stage(target = 1, duration = "100ms"),
                thinkTime = "20ms",
                budgets = @Budget(metric = Metric.ERROR_RATE, atMost = "100%"),
                acceptInvalid = true,
                micrometer = true)
        void test(LoadResult result) {
            FixtureRun.saw(result);
        }
    }

    @Tag("fixture")
    static class AsksForNothing {
        @QuickLoad
        void test(LoadResult result) {
            FixtureRun.saw(result);
        }
    }
}
