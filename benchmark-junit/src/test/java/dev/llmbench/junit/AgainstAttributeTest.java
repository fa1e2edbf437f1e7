package dev.llmbench.junit;

import static dev.llmbench.sample.Arm.BASELINE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.plan.ArmOrder;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.LoadModel;
import dev.llmbench.result.LoadResult;
import dev.llmbench.simulator.Simulator;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A second endpoint by attribute, method, field or key. */
class AgainstAttributeTest {
    private static volatile String baselineUrl = "";

    private final Simulator candidate = simulator(20);
    private final Simulator baseline = simulator(5);

    private static Simulator simulator(int ttftMillis) {
        return Simulator.builder()
                .ttft(Duration.ofMillis(ttftMillis))
                .outputTokens(2)
                .start();
    }

    @AfterEach
    void stop() {
        candidate.close();
        baseline.close();
    }

    @Tag("fixture")
    static class ByAttribute {
        @LlmLoadTest(
                endpoint = "${llm.url}",
                against = "${base.url:}",
                dataset = "classpath:junit/chat.jsonl",
                load = LoadModel.ARRIVAL_RATE,
                startRate = 20,
                stages = @Stage(target = 20, duration = "1s"),
                acceptInvalid = true)
        void test(LoadResult result) {
            FixtureRun.saw(result);
        }
    }

    @Tag("fixture")
    static class ByMethod {
        @LlmLoadTest(
                endpoint = "${llm.url}",
                againstMethod = "base",
                dataset = "classpath:junit/chat.jsonl",
                stages = @Stage(target = 1, duration = "300ms"),
                acceptInvalid = true)
        void test(LoadResult result) {
            FixtureRun.saw(result);
        }

        String base() {
            return baselineUrl;
        }
    }

    @Tag("fixture")
    static class ByField {
        @LlmEndpoint(BASELINE)
        final String base = baselineUrl;

        @LlmLoadTest(
                endpoint = "${llm.url}",
                dataset = "classpath:junit/chat.jsonl",
                stages = @Stage(target = 1, duration = "300ms"),
                acceptInvalid = true)
        void test(LoadResult result) {
            FixtureRun.saw(result);
        }
    }

    @Tag("fixture")
    static class Twice {
        @LlmEndpoint(BASELINE)
        final String base = baselineUrl;

        @LlmLoadTest(
                endpoint = "${llm.url}",
                against = "http://127.0.0.1:1",
                dataset = "classpath:junit/chat.jsonl",
                stages = @Stage(target = 1, duration = "300ms"),
                acceptInvalid = true)
        void test(LoadResult result) {
            FixtureRun.saw(result);
        }
    }

    @Tag("fixture")
    static class InBlocks {
        @LlmLoadTest(
                endpoint = "${llm.url}",
                against = "${base.url}",
                order = ArmOrder.BLOCKS,
                block = "1s",
                dataset = "classpath:junit/chat.jsonl",
                startUsers = 2,
                stages = @Stage(target = 2, duration = "4500ms"),
                acceptInvalid = true)
        void test(LoadResult result) {
            FixtureRun.saw(result);
        }
    }

    @Test
    void anAttributeNamesTheBaseline() {
        LoadResult result =
                run(ByAttribute.class, Map.of("base.url", baseline.url())).result();
        assertThat(result.run().ok()).isEqualTo(19);
        assertThat(result.baseline().orElseThrow().run().ok()).isEqualTo(19);
        assertThat(result.ttft().p50())
                .isGreaterThan(result.baseline().orElseThrow().ttft().p50());
    }

    @Test
    void aBlankAttributeComparesNothing() {
        assertThat(run(ByAttribute.class, Map.of()).result().baseline()).isEmpty();
        assertThat(baseline.counts().received()).isZero();
    }

    @Test
    void aKeyNamesTheBaselineForOneRun() {
        assertThat(run(ByAttribute.class, Map.of("llmbench.against", baseline.url()))
                        .result()
                        .baseline())
                .isPresent();
    }

    @Test
    void aMethodNamesTheBaseline() {
        baselineUrl = baseline.url();
        assertThat(run(ByMethod.class, Map.of()).result().baseline()).isPresent();
    }

    @Test
    void aFieldHoldsTheBaseline() {
        baselineUrl = baseline.url();
        assertThat(run(ByField.class, Map.of()).result().baseline()).isPresent();
        baselineUrl = "";
        assertThat(run(ByField.class, Map.of()).result().baseline()).isEmpty();
    }

    @Test
    void twoWaysToNameTheBaselineAreRefused() {
        baselineUrl = baseline.url();
        assertThat(run(Twice.class, Map.of()).failures())
                .singleElement()
                .asString()
                .contains("against is set in more than one way", "@LlmEndpoint(BASELINE) field Twice.base");
    }

    @Test
    void theEndpointsMayTakeTurns() {
        LoadResult result =
                run(InBlocks.class, Map.of("base.url", baseline.url())).result();
        assertThat(result.facts().blocks()).hasSize(2);
        assertThat(result.run().ok()).isPositive();
        assertThat(result.baseline().orElseThrow().run().ok())
                .isGreaterThan(result.run().ok());
    }

    @Test
    void theEndpointItselfIsRefused() {
        assertThat(run(ByAttribute.class, Map.of("base.url", candidate.url())).failures())
                .singleElement()
                .isInstanceOf(ConfigurationException.class)
                .asString()
                .contains("against", candidate.url());
        assertThat(candidate.counts().received()).isZero();
    }

    private FixtureRun run(Class<?> fixture, Map<String, String> parameters) {
        Map<String, String> all = new HashMap<>(parameters);
        all.put("llm.url", candidate.url());
        return FixtureRun.of(fixture, all);
    }
}
