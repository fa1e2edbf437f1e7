package dev.llmbench.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.llmbench.metric.Metric;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.result.LoadResult;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InvocationArgumentsTest {

    @Tag("fixture")
    static class OfModels {
        @ParameterizedTest(name = "[{index}] {0} at {1}")
        @CsvSource({"small, 1", "large, 2"})
        @LlmLoad(
                endpoint = "${llm.url}/v1/chat/completions",
                dataset = "classpath:junit/chat.jsonl",
                stages = @Stage(target = 1, duration = "100ms"),
                thinkTime = "20ms",
                model = "${family:llama}-{0}-{1}",
                budgets = @Budget(metric = Metric.ERROR_RATE, atMost = "100%"),
                acceptInvalid = true)
        void test(String model, int version, LoadResult result) {
            FixtureRun.saw(result);
        }
    }

    @Test
    void argumentsTakeTheirPlacesAndNameTheRun() {
        assumeTrue(isTold(), "JUnit 5.13 or newer tells arguments");
        try (LoopbackServer server = new LoopbackServer()) {
            List<LoadResult> results = FixtureRun.of(OfModels.class, Map.of("llm.url", server.url()))
                    .results();

            assertThat(results)
                    .extracting(result -> result.plan().request().model().orElseThrow())
                    .containsExactly("llama-small-1", "llama-large-2");
            assertThat(results)
                    .extracting(result -> result.plan().test())
                    .containsExactly(
                            "InvocationArgumentsTest.OfModels.test[1] small at 1",
                            "InvocationArgumentsTest.OfModels.test[2] large at 2");
        }
    }

    private static boolean isTold() {
        try {
            Class.forName("org.junit.jupiter.params.ParameterInfo");
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    @Tag("fixture")
    static class OfTooFew {
        @ParameterizedTest
        @ValueSource(strings = "one")
        @LlmLoad(
                endpoint = "${llm.url}/v1/chat/completions",
                dataset = "classpath:junit/chat.jsonl",
                stages = @Stage(target = 1, duration = "100ms"),
                model = "{1}")
        void test(String model) {}
    }

    @Test
    void anArgumentThatThereIsNotIsRefused() {
        assumeTrue(isTold(), "JUnit 5.13 or newer tells arguments");

        assertThat(FixtureRun.of(OfTooFew.class, Map.of("llm.url", "http://127.0.0.1:9"))
                        .failure())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("model = \"{1}\": this invocation has 1 argument");
    }

    @Test
    void anOlderJUnitIsToldWhatToWrite() {
        // Its class loader knows nothing of JUnit.
        TestId test = new TestId(String.class, List.of(), "test", Optional.empty(), List.of(1), "one");

        assertThatThrownBy(() -> new InvocationArguments(noContext(), test).in("model", "{0}"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("model = \"{0}\"", "JUnit 5.13", "${llm.model}");
    }

    @Test
    void aTestThatIsInvokedOnceKeepsItsText() {
        TestId test = new TestId(String.class, List.of(), "test", Optional.empty(), List.of(), "");

        assertThat(new InvocationArguments(noContext(), test).in("model", "{0}"))
                .isEqualTo("{0}");
    }

    private static ExtensionContext noContext() {
        return (ExtensionContext) Proxy.newProxyInstance(
                InvocationArgumentsTest.class.getClassLoader(),
                new Class<?>[] {ExtensionContext.class},
                (proxy, method, arguments) -> {
                    throw new AssertionError("nothing is asked of it");
                });
    }
}
