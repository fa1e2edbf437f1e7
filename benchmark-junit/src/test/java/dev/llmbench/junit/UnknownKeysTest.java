package dev.llmbench.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmbench.plan.ConfigurationException;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnknownKeysTest {
    static class Parent {
        @QuickLoad
        void inherited() {}
    }

    @Tag("fixture")
    static class ChatLatencyIT extends Parent {
        @QuickLoad
        void staysFast() {}

        void helper() {}
    }

    private final UnknownKeys unknownKeys =
            new UnknownKeys(new TestId(ChatLatencyIT.class, List.of(), "staysFast", Optional.empty(), List.of(), ""));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "llmbench.stages",
                "llmbench.parallel",
                "llmbench.LoadTestGateTest.anything.stages",
                "llmbench.UnknownKeysTest.stages",
                "llmbench.UnknownKeysTest.ChatLatencyIT.stages",
                "llmbench.UnknownKeysTest.ChatLatencyIT.staysFast.stages",
                "llmbench.UnknownKeysTest.ChatLatencyIT.inherited.stages",
                "llmbench.UnknownKeysTest.Fixture.test.stages",
                "llmbenchmark.stage",
                "java.home"
            })
    void takesPropertiesThatAreReadOrOfSomeoneElse(String name) {
        assertThatCode(() -> refuse(name)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "llmbench.stage, llmbench.stages",
        "llmbench.Stages, llmbench.stages",
        "llmbench.requestTimeout, llmbench.request-timeout",
        "llmbench.enable, llmbench.enabled",
        "llmbench.LoadTestGateTest.anything.datset, llmbench.LoadTestGateTest.anything.dataset"
    })
    void namesTheNearestSettingToOneThatDoesNotExist(String name, String nearest) {
        assertRefused(name, nearest);
    }

    @ParameterizedTest
    @CsvSource({
        "UnknownKeysTest.ChatLatencyIT.stayFast, UnknownKeysTest.ChatLatencyIT.staysFast",
        "UnknownKeysTest.ChatLatencyIT.StaysFast, UnknownKeysTest.ChatLatencyIT.staysFast",
        "UnknownKeysTest.ChatLatencyIT.helper, UnknownKeysTest.ChatLatencyIT.inherited",
        "UnknownKeysTest.ChatLatencyIT.staysFast.more, UnknownKeysTest.ChatLatencyIT.staysFast",
        "UnknownKeysTest.ChatIT.staysFast, UnknownKeysTest.ChatLatencyIT.staysFast",
        "unknownKeysTest.ChatLatencyIT, UnknownKeysTest.ChatLatencyIT",
        "UnknownKeysTest$ChatLatencyIT, UnknownKeysTest.ChatLatencyIT",
        "dev.llmbench.junit.UnknownKeysTest.Fixture.test, UnknownKeysTest.Fixture.test",
        "ChatLatencyIT.staysFast, UnknownKeysTest.ChatLatencyIT.staysFast",
        "UnknwonKeysTest, UnknownKeysTest",
        "UnknwonKeysTest.ChatLatencyIT.staysFast, UnknownKeysTest.ChatLatencyIT.staysFast",
        "com.acme.UnknownKeysTest.ChatLatencyIT.staysFast, UnknownKeysTest.ChatLatencyIT.staysFast"
    })
    void namesTheNearestTestOfThisClassToOneThatDoesNotExist(String scope, String nearest) {
        assertRefused("llmbench." + scope + ".stages", "llmbench." + nearest + ".stages");
    }

    private void refuse(String name) {
        unknownKeys.refuse(
                new ConfiguredKeys(List.of(new ConfiguredKeys.Property(name, "The key " + name)), List.of()));
    }

    private void assertRefused(String name, String nearest) {
        assertThatThrownBy(() -> refuse(name))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("The key " + name + " is unknown. Did you mean " + nearest + "?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LLMBENCH_STAGES",
                "LLMBENCH_LOADTESTGATETEST_CHATSTAYSFAST_STAGES",
                "LLMBENCH_UNKNOWNKEYSTEST_CHATLATENCYIT_STAYSFAST_STAGES",
                "LLMBENCH_CLIENT_CERTIFICATE_PASSWORD",
                "LLMBENCH_HISTORY_USER",
                "LLMBENCH_HISTORY_PASSWORD",
                "LLMBENCHER",
                "PATH"
            })
    void takesVariablesThatAreReadOrOfSomeoneElse(String name) {
        assertThatCode(() -> unknownKeys.refuse(new ConfiguredKeys(List.of(), List.of(name))))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "LLMBENCH_STAGE, LLMBENCH_STAGES",
        "LLMBENCH_APIKEY, LLMBENCH_API_KEY",
        "LLMBENCH_UNKNWONKEYSTEST_CHATLATENCYIT_STAGES, LLMBENCH_UNKNOWNKEYSTEST_CHATLATENCYIT_STAGES",
        "LLMBENCH_UNKNOWNKEYSTEST_CHATLATENCYIT_STAYFAST_STAGES,"
                + " LLMBENCH_UNKNOWNKEYSTEST_CHATLATENCYIT_STAYSFAST_STAGES"
    })
    void namesTheNearestVariableToOneThatIsNotRead(String name, String nearest) {
        assertThatThrownBy(() -> unknownKeys.refuse(new ConfiguredKeys(List.of(), List.of(name))))
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

    @Test
    void aLoadTestFailsByAKeyInTheFileOfJUnitThatIsNotRead(@TempDir Path classPath) throws IOException {
        Files.writeString(
                classPath.resolve("junit-platform.properties"), "llmbench.UnknownKeysTest.Fixture.tset.stages=");

        assertThat(runWith(classPath).failure())
                .hasMessageContaining(
                        "llmbench.UnknownKeysTest.Fixture.tset.stages in junit-platform.properties (file:")
                .hasMessageContaining("Did you mean llmbench.UnknownKeysTest.Fixture.test.stages?");
    }

    private static FixtureRun runWith(Path classPath) throws IOException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader withFile =
                new URLClassLoader(new URL[] {classPath.toUri().toURL()}, before)) {
            thread.setContextClassLoader(withFile);
            return FixtureRun.of(Fixture.class, Map.of("llm.url", "http://127.0.0.1:9"));
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
