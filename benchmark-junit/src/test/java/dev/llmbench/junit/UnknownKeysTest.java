package dev.llmbench.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmbench.plan.ConfigurationException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnknownKeysTest {
    static class Parent {
        void inherited() {}
    }

    static class ChatLatencyIT extends Parent {
        void staysFast() {}
    }

    private final UnknownKeys unknownKeys = new UnknownKeys(new TestId(ChatLatencyIT.class, "staysFast", List.of()));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "llmbench.stages",
                "llmbench.parallel",
                "llmbench.OtherIT.anything.stages",
                "llmbench.UnknownKeysTest.ChatLatencyIT.stages",
                "llmbench.UnknownKeysTest.ChatLatencyIT.staysFast.stages",
                "llmbench.UnknownKeysTest.ChatLatencyIT.inherited.stages",
                "llmbenchmark.stage",
                "java.home"
            })
    void takesPropertiesThatAreReadOrOfSomeoneElse(String name) {
        assertThatCode(() -> unknownKeys.refuse(List.of(name), List.of())).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "llmbench.stage, llmbench.stages",
        "llmbench.requestTimeout, llmbench.request-timeout",
        "llmbench.enable, llmbench.enabled",
        "llmbench.OtherIT.anything.datset, llmbench.OtherIT.anything.dataset",
        "llmbench.UnknownKeysTest.ChatLatencyIT.stayFast.stages,"
                + " llmbench.UnknownKeysTest.ChatLatencyIT.staysFast.stages",
        "llmbench.UnknownKeysTest.ChatLatencyIT.staysFast.more.stages, llmbench.UnknownKeysTest"
    })
    void namesTheNearestPropertyToOneThatIsNotRead(String name, String nearest) {
        assertThatThrownBy(() -> unknownKeys.refuse(List.of(name), List.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(name)
                .hasMessageContaining("Did you mean " + nearest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"LLMBENCH_STAGES", "LLMBENCH_CHATLATENCYIT_CHATSTAYSFAST_STAGES", "LLMBENCHER", "PATH"})
    void takesVariablesThatAreReadOrOfSomeoneElse(String name) {
        assertThatCode(() -> unknownKeys.refuse(List.of(), List.of(name))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"LLMBENCH_STAGE, LLMBENCH_STAGES", "LLMBENCH_APIKEY, LLMBENCH_API_KEY"})
    void namesTheNearestVariableToOneThatIsNotRead(String name, String nearest) {
        assertThatThrownBy(() -> unknownKeys.refuse(List.of(), List.of(name)))
                .hasMessageContaining(name)
                .hasMessageContaining("Did you mean " + nearest);
    }

    @Tag("fixture")
    static class Fixture {
        @QuickLoad
        void test() {}
    }

    @Test
    void aLoadTestFailsByAPropertyThatIsNotRead() {
        System.setProperty("llmbench.datasets", "prompts.jsonl");
        try {
            assertThat(FixtureRun.of(Fixture.class, Map.of("llm.url", "http://127.0.0.1:9"))
                            .failure())
                    .hasMessageStartingWith(Fixture.class.getName() + "#test: ")
                    .hasMessageContaining("Did you mean llmbench.dataset?");
        } finally {
            System.clearProperty("llmbench.datasets");
        }
    }
}
