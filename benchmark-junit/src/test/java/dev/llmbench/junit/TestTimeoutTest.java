package dev.llmbench.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.ChildJvm;
import dev.llmbench.metric.Metric;
import dev.llmbench.result.LoadResult;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TestTimeoutTest {
    private final LoopbackServer server = new LoopbackServer();
    private final Map<String, String> parameters = new HashMap<>(Map.of("llm.url", server.url()));

    @AfterEach
    void stop() {
        server.close();
    }

    private Optional<Duration> deadline(Class<?> fixture) {
        return FixtureRun.of(fixture, parameters).result().plan().deadline();
    }

    @Tag("fixture")
    static class Without {
        @QuickLoad
        void test(LoadResult result) {
            FixtureRun.saw(result);
        }
    }

    @Tag("fixture")
    @Timeout(70)
    static class OfTheClass extends Without {}

    @Tag("fixture")
    static class Inheriting extends OfTheClass {}

    @Tag("fixture")
    @Timeout(70)
    static class OfTheMethod {
        @QuickLoad
        @Timeout(value = 2, unit = TimeUnit.MINUTES)
        void test(LoadResult result) {
            FixtureRun.saw(result);
        }
    }

    @Tag("fixture")
    @Timeout(70)
    static class Enclosing {
        @Nested
        class Inner {
            @QuickLoad
            void test(LoadResult result) {
                FixtureRun.saw(result);
            }
        }
    }

    abstract static class Untimed {
        @Nested
        class Inner {
            @QuickLoad
            void test(LoadResult result) {
                FixtureRun.saw(result);
            }
        }
    }

    @Tag("fixture")
    @Timeout(70)
    static class Timed extends Untimed {}

    @Tag("fixture")
    @Timeout(value = 70, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    static class OnAnotherThread extends Without {}

    @Tag("fixture")
    static class Repeated {
        @RepeatedTest(1)
        @LlmLoad(
                endpoint = "${llm.url}",
                dataset = "classpath:junit/chat.jsonl",
                stages = @Stage(target = 1, duration = "100ms"),
                budgets = @Budget(metric = Metric.ERROR_RATE, atMost = "100%"),
                acceptInvalid = true)
        void test(LoadResult result) {
            FixtureRun.saw(result);
        }
    }

    @Test
    void thereIsNoDeadlineWithoutATimeout() {
        assertThat(deadline(Without.class)).isEmpty();
    }

    @Test
    void theTimeoutOfTheMethodComesFirst() {
        assertThat(deadline(OfTheMethod.class)).hasValue(Duration.ofMinutes(2));
    }

    @Test
    void theTimeoutOfTheClassHoldsForItsMethods() {
        assertThat(deadline(OfTheClass.class)).hasValue(Duration.ofSeconds(70));
    }

    @Test
    void theTimeoutOfASuperclassIsInherited() {
        assertThat(deadline(Inheriting.class)).hasValue(Duration.ofSeconds(70));
    }

    @Test
    void theTimeoutOfAnEnclosingClassHoldsForNestedTests() {
        assertThat(deadline(Enclosing.class)).hasValue(Duration.ofSeconds(70));
    }

    @Test
    void theTimeoutOfTheClassThatRunsHoldsForNestedTestsThatItInherits() {
        assertThat(deadline(Timed.class)).hasValue(Duration.ofSeconds(70));
    }

    @Test
    void theTimeoutHoldsWhicheverThreadTheBodyRunsOn() {
        assertThat(deadline(OnAnotherThread.class)).hasValue(Duration.ofSeconds(70));

        parameters.put("junit.jupiter.execution.timeout.thread.mode.default", "separate_thread");
        assertThat(deadline(OfTheClass.class)).hasValue(Duration.ofSeconds(70));
    }

    /** Runs a fixture in a JVM of its own, and prints its deadline. */
    static final class InItsJvm {
        public static void main(String[] args) {
            try (LoopbackServer server = new LoopbackServer()) {
                System.out.println("deadline "
                        + FixtureRun.of(
                                        OfTheClass.class,
                                        Map.of(
                                                "llm.url",
                                                server.url(),
                                                "junit.jupiter.execution.timeout.mode",
                                                "disabled_on_debug"))
                                .result()
                                .plan()
                                .deadline());
            }
        }
    }

    @Test
    void timeoutsThatAreSwitchedOffForDebuggingHoldWhereNobodyDebugs() throws Exception {
        try (ChildJvm child = ChildJvm.start(InItsJvm.class, List.of(), List.of())) {
            child.awaitLine("deadline Optional[PT1M10S]");
        }
    }

    @Test
    void timeoutsThatAreSwitchedOffForDebuggingAreNoDeadlineWhereADebuggerMayCome() throws Exception {
        List<String> debugger = List.of("-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0");
        try (ChildJvm child = ChildJvm.start(InItsJvm.class, debugger, List.of())) {
            child.awaitLine("deadline Optional.empty");
        }
    }

    @Test
    void theConfiguredTimeoutIsTheLast() {
        parameters.put("junit.jupiter.execution.timeout.default", "3 m");
        assertThat(deadline(Without.class)).hasValue(Duration.ofMinutes(3));

        parameters.put("junit.jupiter.execution.timeout.testable.method.default", "90");
        assertThat(deadline(Without.class)).hasValue(Duration.ofSeconds(90));

        parameters.put("junit.jupiter.execution.timeout.test.method.default", "80 s");
        assertThat(deadline(Without.class)).hasValue(Duration.ofSeconds(80));
        assertThat(deadline(OfTheClass.class)).hasValue(Duration.ofSeconds(70));
    }

    @Test
    void templatesHaveAConfiguredTimeoutOfTheirOwn() {
        parameters.put("junit.jupiter.execution.timeout.test.method.default", "80 s");
        parameters.put("junit.jupiter.execution.timeout.testtemplate.method.default", "85 s");

        assertThat(deadline(Repeated.class)).hasValue(Duration.ofSeconds(85));
    }

    @Test
    void timeoutsThatAreSwitchedOffAreNoDeadline() {
        parameters.put("junit.jupiter.execution.timeout.mode", "disabled");

        assertThat(deadline(OfTheClass.class)).isEmpty();
    }

    @Tag("fixture")
    static class TooShort {
        @LlmLoadTest(
                endpoint = "${llm.url}",
                dataset = "classpath:junit/chat.jsonl",
                stages = @Stage(target = 1, duration = "10m"),
                thinkTime = "20ms")
        @Timeout(value = 200, unit = TimeUnit.MILLISECONDS)
        void test() {}
    }

    @Test
    void theLoadEndsAtTheTimeoutAndTheTestFailsByIt() {
        assertThat(FixtureRun.of(TooShort.class, parameters).failure())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("the test's timeout of 200ms");
    }
}
