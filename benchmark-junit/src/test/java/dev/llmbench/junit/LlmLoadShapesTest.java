package dev.llmbench.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.llmbench.metric.Metric;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.result.LoadResult;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The places in which a load test can stand. */
class LlmLoadShapesTest {
    private final LoopbackServer server = new LoopbackServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private FixtureRun run(Class<?> fixture) {
        return FixtureRun.of(fixture, Map.of("llm.url", server.url(), "llmbench.quiet", "false"));
    }

    @Tag("fixture")
    static class Parent {
        @QuickLoad
        void inherited(LoadResult result) {
            FixtureRun.saw(result);
        }
    }

    @Tag("fixture")
    static class Child extends Parent {}

    @Test
    void anInheritedTestRunsUnderTheNameOfTheClassThatRuns() {
        assertThat(run(Child.class).result().plan().test()).isEqualTo("LlmLoadShapesTest.Child.inherited");
    }

    interface Contract {
        @QuickLoad
        default void ofTheInterface(LoadResult result) {
            FixtureRun.saw(result);
        }
    }

    @Tag("fixture")
    static class Implementation implements Contract {}

    @Test
    void aDefaultMethodOfAnInterfaceIsATest() {
        assertThat(run(Implementation.class).result().plan().test())
                .isEqualTo("LlmLoadShapesTest.Implementation.ofTheInterface");
    }

    @Tag("fixture")
    static class Outer {
        @Nested
        class WhenWarm {
            @QuickLoad
            void test(LoadResult result) {
                FixtureRun.saw(result);
            }
        }
    }

    @Test
    void aNestedTestIsNamedByAllItsClasses() {
        assertThat(run(Outer.class).result().plan().test()).isEqualTo("LlmLoadShapesTest.Outer.WhenWarm.test");
    }

    @Tag("fixture")
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class OneInstance {
        private int bodies;

        @QuickLoad
        void one(LoadResult result) {
            bodies++;
            FixtureRun.saw(result);
        }

        @QuickLoad
        void other(LoadResult result) {
            bodies++;
            FixtureRun.saw(result);
        }

        @AfterAll
        void bothWereOfThisInstance() {
            assertEquals(2, bodies);
        }
    }

    @Test
    void testsOfOneInstanceEachHaveTheirOwnResult() {
        FixtureRun run = run(OneInstance.class);

        assertThat(run.results()).hasSize(2).doesNotHaveDuplicates();
        assertThat(run.succeeded()).isEqualTo(2);
    }

    @Tag("fixture")
    static class Parameterized {
        @ParameterizedTest
        @ValueSource(strings = {"a", "b"})
        @LlmLoad(
                endpoint = "${llm.url}",
                dataset = "classpath:junit/chat.jsonl",
                stages = @Stage(target = 1, duration = "100ms"),
                thinkTime = "20ms",
                budgets = @Budget(metric = Metric.ERROR_RATE, atMost = "100%"),
                acceptInvalid = true)
        void test(String value, LoadResult result) {
            FixtureRun.saw(result);
        }
    }

    @Test
    void eachInvocationOfAParameterizedTestHasALoadANameAndADirectoryOfItsOwn() {
        FixtureRun run = run(Parameterized.class);

        assertThat(run.results())
                .extracting(result -> result.plan().test())
                .satisfiesExactly(
                        first -> assertThat(first).matches("LlmLoadShapesTest.Parameterized.test\\[1] (value=)?a"),
                        second -> assertThat(second).matches("LlmLoadShapesTest.Parameterized.test\\[2] (value=)?b"));
        Path ofTheTest = Path.of(Parameterized.class.getName(), "test");
        assertThat(run.results())
                .extracting(result -> result.directory().orElseThrow())
                .satisfiesExactly(
                        first -> assertThat(first.endsWith(ofTheTest.resolve("1")))
                                .isTrue(),
                        second -> assertThat(second.endsWith(ofTheTest.resolve("2")))
                                .isTrue());
    }

    @Tag("fixture")
    static class Repeated {
        @RepeatedTest(2)
        @LlmLoad(
                endpoint = "${llm.url}",
                dataset = "classpath:junit/chat.jsonl",
                stages = @Stage(target = 1, duration = "100ms"),
                thinkTime = "20ms",
                budgets = @Budget(metric = Metric.ERROR_RATE, atMost = "100%"),
                acceptInvalid = true)
        void test(LoadResult result) {
            FixtureRun.saw(result);
        }
    }

    @Test
    void eachRepetitionHasALoadOfItsOwn() {
        assertThat(run(Repeated.class).results())
                .extracting(result -> result.plan().test())
                .containsExactly(
                        "LlmLoadShapesTest.Repeated.test[1] repetition 1 of 2",
                        "LlmLoadShapesTest.Repeated.test[2] repetition 2 of 2");
    }

    @Tag("fixture")
    static class BothTestAndParameterized {
        @ParameterizedTest
        @ValueSource(strings = {"a", "b"})
        @QuickLoad
        void test(String value) {}
    }

    @Test
    void aLoadTestThatIsParameterizedTooIsToldWhatToWriteInEachInvocation() {
        FixtureRun run = run(BothTestAndParameterized.class);

        assertThat(run.failures())
                .hasSize(3)
                .allSatisfy(failure -> assertThat(failure)
                        .isInstanceOf(ConfigurationException.class)
                        .hasMessageContainingAll(
                                "#test: ", "@ParameterizedTest", "Replace @LlmLoadTest with @LlmLoad"));
        assertThat(server.requests()).isEmpty();
    }

    @Tag("fixture")
    static class BothTestAndRepeated {
        @RepeatedTest(2)
        @QuickLoad
        void test() {}
    }

    @Test
    void aLoadTestThatIsRepeatedTooIsToldWhatToWriteInEachInvocation() {
        assertThat(run(BothTestAndRepeated.class).failures())
                .hasSize(3)
                .allSatisfy(failure -> assertThat(failure)
                        .hasMessageContainingAll("@RepeatedTest", "Replace @LlmLoadTest with @LlmLoad"));
    }

    @Tag("fixture")
    static class DescribedTwice {
        @QuickLoad
        @LlmLoad
        void test() {}
    }

    @Test
    void aLoadThatIsDescribedTwiceIsRefused() {
        assertThat(run(DescribedTwice.class).failure())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("Keep one of them");
    }

    @Tag("fixture")
    static class HelperWithLoad {
        @BeforeEach
        @LlmLoad
        void prepare() {}

        @LlmLoad
        void helper() {}

        @Test
        void test() {
            helper();
        }
    }

    @Test
    void aLoadOnAMethodThatIsNoTestDoesNothing() {
        assertThat(run(HelperWithLoad.class).succeeded()).isEqualTo(1);
        assertThat(server.requests()).isEmpty();
    }
}
