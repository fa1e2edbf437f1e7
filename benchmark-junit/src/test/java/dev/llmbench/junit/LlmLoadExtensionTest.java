package dev.llmbench.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.llmbench.metric.Metric;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.result.LoadResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.MultipleFailuresError;

class LlmLoadExtensionTest {
    private static final String REFUSED = "No request ended ok";

    @TempDir
    Path scratch;

    private final LoopbackServer server = new LoopbackServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private FixtureRun run(Class<?> fixture) {
        return FixtureRun.of(fixture, Map.of("llm.url", server.url()));
    }

    @Test
    void runsTheLoadBeforeTheBodyAndHandsItsResultOver() {
        LoadResult result = run(TakesTheResult.class).result();

        assertThat(result.run().ok())
                .isPositive()
                .isLessThanOrEqualTo(server.requests().size());
        assertThat(result.plan().test()).isEqualTo("LlmLoadExtensionTest.TakesTheResult.test");
    }

    @Tag("fixture")
    static class TakesTheResult {
        @QuickLoad
        void test(LoadResult result) {
            FixtureRun.saw(result);
        }
    }

    @Test
    void runsTheLoadOfATestThatDoesNotTakeTheResult() {
        FixtureRun run = run(TakesNothing.class);

        assertThat(run.succeeded()).isEqualTo(1);
        assertThat(server.requests()).isNotEmpty();
    }

    @Tag("fixture")
    static class TakesNothing {
        @QuickLoad
        void test() {}
    }

    @Test
    void startsTheLoadAfterEveryBeforeEach() {
        FixtureRun run = run(NamesItsEndpointLate.class);

        assertThat(run.failures()).isEmpty();
        assertThat(server.requests())
                .isNotEmpty()
                .allMatch(request -> request.path().equals("/late"));
    }

    @Tag("fixture")
    static class NamesItsEndpointLate {
        private String path = "/early";

        @BeforeEach
        void name() {
            path = "/late";
        }

        String endpoint() {
            return FixtureEndpoint.url() + path;
        }

        @LlmLoadTest(
                endpointMethod = "endpoint",
                dataset = "classpath:junit/chat.jsonl",
                stages = @Stage(target = 1, duration = "100ms"),
                budgets = @Budget(metric = Metric.ERROR_RATE, atMost = "100%"),
                acceptInvalid = true)
        void test() {}
    }

    @BeforeEach
    void tellFixturesWhereTheServerIs() {
        FixtureEndpoint.set(server.url());
    }

    @Test
    void failsATestByItsRunAloneWhereTheBodyPasses() {
        server.refuse();

        FixtureRun run = run(IsStrict.class);

        assertThat(run.failure()).isInstanceOf(AssertionError.class).hasMessageContaining(REFUSED);
        assertThat(run.results()).as("the body ran").hasSize(1);
    }

    @Tag("fixture")
    static class IsStrict {
        @LlmLoadTest(
                endpoint = "${llm.url}/v1/chat/completions",
                dataset = "classpath:junit/chat.jsonl",
                stages = @Stage(target = 1, duration = "100ms"),
                thinkTime = "20ms")
        void test(LoadResult result) {
            FixtureRun.saw(result);
        }
    }

    @Test
    void reportsTheFailuresOfRunAndBodyTogether() {
        server.refuse();

        Throwable failure = run(FailsInItsBody.class).failure();

        assertThat(failure)
                .isInstanceOf(MultipleFailuresError.class)
                .hasMessageContainingAll("FailsInItsBody.test", REFUSED, "the body's own");
        assertThat(printed(failure))
                .containsOnlyOnce(REFUSED)
                .containsOnlyOnce("the body's own")
                .contains("FailsInItsBody.test(LlmLoadExtensionTest.java:");
    }

    private static String printed(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    @Test
    void saysAMistakeOnce() {
        Throwable failure = FixtureRun.of(TakesNothing.class, Map.of("llm.url", server.url(), "llmbench.stages", "ten"))
                .failure();

        assertThat(failure).isInstanceOf(ConfigurationException.class).hasNoCause();
        assertThat(printed(failure)).containsOnlyOnce("llmbench.stages = \"ten\"");
    }

    @Test
    void saysOnceThatADatasetIsNotThere() {
        Throwable failure = FixtureRun.of(
                        TakesNothing.class, Map.of("llm.url", server.url(), "llmbench.dataset", "none.jsonl"))
                .failure();

        assertThat(failure).isInstanceOf(ConfigurationException.class).hasMessageContaining("none.jsonl");
        assertThat(printed(failure)).doesNotContain("Caused by: dev.llmbench");
    }

    @Test
    void reportsTheBodysFailureAsItIsWhereTheRunPasses() {
        Throwable failure = FixtureRun.of(
                        FailsInItsBody.class,
                        Map.of(
                                "llm.url",
                                server.url(),
                                "llmbench.accept-invalid",
                                "true",
                                "llmbench.budgets",
                                "error_rate<=100%"))
                .failure();

        assertThat(failure).isInstanceOf(AssertionError.class).hasMessage("the body's own");
    }

    @Tag("fixture")
    static class FailsInItsBody {
        @LlmLoadTest(
                endpoint = "${llm.url}/v1/chat/completions",
                dataset = "classpath:junit/chat.jsonl",
                stages = @Stage(target = 1, duration = "100ms"),
                thinkTime = "20ms")
        void test() {
            fail("the body's own");
        }
    }

    @Test
    void anAbortedBodyDoesNotHideTheRunsFailure() {
        server.refuse();

        assertThat(run(AbortsItsBody.class).failure()).hasMessageContaining(REFUSED);
    }

    @Tag("fixture")
    static class AbortsItsBody {
        @LlmLoadTest(
                endpoint = "${llm.url}/v1/chat/completions",
                dataset = "classpath:junit/chat.jsonl",
                stages = @Stage(target = 1, duration = "100ms"),
                thinkTime = "20ms")
        void test() {
            abort("no reason");
        }
    }

    @Test
    void saysWhereAMistakeIsAndSendsNothing() {
        FixtureRun run = FixtureRun.of(
                TakesTheResult.class, Map.of("llm.url", server.url(), "llmbench.request-timeout", "soon"));

        assertThat(run.failure())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(
                        TakesTheResult.class.getName() + "#test: llmbench.request-timeout = \"soon\": ");
        assertThat(server.requests()).isEmpty();
        assertThat(run.results()).as("the body did not run").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a file", "a file/below", "taken"})
    void saysThatFilesCannotBeWrittenAndSendsNothing(String output) throws IOException {
        Files.createFile(scratch.resolve("a file"));
        Files.createDirectories(scratch.resolve("taken")
                .resolve(TakesTheResult.class.getName())
                .resolve("test")
                .resolve("requests.csv")
                .resolve("in the way"));
        String root = scratch.resolve(output).toString();

        FixtureRun run =
                FixtureRun.of(TakesTheResult.class, Map.of("llm.url", server.url(), "llmbench.output-dir", root));

        assertThat(run.failure())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("llmbench.output-dir = \"" + root, "Name a writable directory");
        assertThat(server.requests()).isEmpty();
        assertThat(run.results()).as("the body did not run").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"run.json", "summary.json", "summary.md"})
    void failsATestWhoseFilesAreIncompleteThoughItsBudgetsHold(String name) throws IOException {
        Path files = scratch.resolve(TakesTheResult.class.getName()).resolve("test");
        Files.createDirectories(files.resolve(name).resolve("in the way"));

        FixtureRun run = FixtureRun.of(
                TakesTheResult.class, Map.of("llm.url", server.url(), "llmbench.output-dir", scratch.toString()));

        assertThat(run.failure())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(files.resolve(name) + " is incomplete: ");
        assertThat(run.results()).as("the body saw what was measured").hasSize(1);
        assertThat(files.resolve("requests.csv")).isNotEmptyFile();
    }

    @Test
    void saysWhereAnUnreadableDatasetIsAsked() {
        FixtureRun run = FixtureRun.of(
                TakesTheResult.class, Map.of("llm.url", server.url(), "llmbench.dataset", "nowhere.jsonl"));

        assertThat(run.failure())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(TakesTheResult.class.getName() + "#test: ")
                .hasMessageContaining("nowhere.jsonl");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void hasNoResultForABeforeEach() {
        assertThat(run(TakesTheResultEarly.class).failure())
                .isInstanceOf(ParameterResolutionException.class)
                .hasMessageContainingAll(
                        "prepare", "Take the LoadResult in the test method itself or in an @AfterEach");
    }

    @Tag("fixture")
    static class TakesTheResultEarly {
        @BeforeEach
        void prepare(LoadResult result) {
            FixtureRun.saw(result);
        }

        @QuickLoad
        void test() {}
    }

    @Test
    void hasNoResultForAConstructor() {
        assertThat(run(TakesTheResultAtOnce.class).failure())
                .isInstanceOf(ParameterResolutionException.class)
                .hasMessageContaining("Take the LoadResult in the test method itself");
    }

    @Tag("fixture")
    static class TakesTheResultAtOnce {
        TakesTheResultAtOnce(LoadResult result) {
            FixtureRun.saw(result);
        }

        @QuickLoad
        void test() {}
    }

    @Test
    void handsTheResultToAnAfterEach() {
        LoadResult result = run(TakesTheResultLate.class).result();

        assertThat(result.run().ok()).isPositive();
    }

    @Tag("fixture")
    static class TakesTheResultLate {
        @QuickLoad
        void test() {}

        @AfterEach
        void look(LoadResult result) {
            FixtureRun.saw(result);
        }
    }

    @Test
    void hasNoResultForAnAfterEachWhereTheLoadDidNotRun() {
        Throwable failure = FixtureRun.of(
                        TakesTheResultLate.class, Map.of("llm.url", server.url(), "llmbench.stages", "ten"))
                .failure();

        assertThat(failure).isInstanceOf(ConfigurationException.class);
        assertThat(failure.getSuppressed())
                .singleElement()
                .asString()
                .contains("look", "the test's own failure says why");
    }

    private static final List<String> SEEN = new CopyOnWriteArrayList<>();

    /** Watches a test in every way in which an extension can. */
    private static final class Watcher
            implements InvocationInterceptor, TestExecutionExceptionHandler, AfterTestExecutionCallback {
        @Override
        public void interceptTestMethod(
                Invocation<Void> body, ReflectiveInvocationContext<Method> method, ExtensionContext context)
                throws Throwable {
            watch(body);
        }

        @Override
        public void interceptTestTemplateMethod(
                Invocation<Void> body, ReflectiveInvocationContext<Method> method, ExtensionContext context)
                throws Throwable {
            watch(body);
        }

        private static void watch(Invocation<Void> body) throws Throwable {
            try {
                body.proceed();
            } catch (AssertionError e) {
                SEEN.add("interceptor");
                throw e;
            }
        }

        @Override
        public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
            SEEN.add("handler");
            throw failure;
        }

        @Override
        public void afterTestExecution(ExtensionContext context) {
            context.getExecutionException().ifPresent(failure -> SEEN.add("after"));
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {Watched.class, WatchedTemplate.class})
    void aBrokenBudgetIsSeenByWhateverWatchesTheTest(Class<?> fixture) {
        SEEN.clear();
        server.refuse();

        assertThat(run(fixture).failure()).hasMessageContaining(REFUSED);
        assertThat(SEEN).containsExactly("interceptor", "handler", "after");
    }

    @Tag("fixture")
    @ExtendWith(Watcher.class)
    static class Watched {
        @LlmLoadTest(
                endpoint = "${llm.url}/v1/chat/completions",
                dataset = "classpath:junit/chat.jsonl",
                stages = @Stage(target = 1, duration = "100ms"),
                thinkTime = "20ms")
        void test() {}
    }

    @Tag("fixture")
    @ExtendWith(Watcher.class)
    static class WatchedTemplate {
        @RepeatedTest(value = 3, failureThreshold = 1)
        @LlmLoad(
                endpoint = "${llm.url}/v1/chat/completions",
                dataset = "classpath:junit/chat.jsonl",
                stages = @Stage(target = 1, duration = "100ms"),
                thinkTime = "20ms")
        void test() {}
    }

    @Test
    void repetitionsEndAtTheFirstBrokenBudgetWhereOneIsEnough() {
        server.refuse();

        FixtureRun run = run(WatchedTemplate.class);

        assertThat(run.failures()).hasSize(1);
        assertThat(run.skipped()).isEqualTo(2);
    }

    @Test
    void aHandlerMaySwallowABrokenBudget() {
        server.refuse();

        assertThat(run(Forgiven.class).succeeded()).isEqualTo(1);
    }

    private static final class Forgiving implements TestExecutionExceptionHandler {
        @Override
        public void handleTestExecutionException(ExtensionContext context, Throwable failure) {
            assertThat(failure).isInstanceOf(AssertionError.class);
        }
    }

    @Tag("fixture")
    @ExtendWith(Forgiving.class)
    static class Forgiven extends IsStrict {}

    /** Runs the body itself, past the interceptors that follow. */
    private static final class Usurper implements InvocationInterceptor {
        @Override
        public void interceptTestMethod(
                Invocation<Void> body, ReflectiveInvocationContext<Method> method, ExtensionContext context) {
            body.skip();
        }
    }

    @Tag("fixture")
    @ExtendWith(Usurper.class)
    static class Usurped extends IsStrict {}

    @Test
    void aBrokenBudgetFailsATestWhoseBodyAnotherExtensionRuns() {
        server.refuse();

        assertThat(run(Usurped.class).failure()).hasMessageContaining(REFUSED);
    }

    @Test
    void skipsLoadTestsThatAreNotEnabled() {
        FixtureRun run = FixtureRun.of(TakesTheResult.class, Map.of("llmbench.enabled", "false"));

        assertThat(run.skipped()).isEqualTo(1);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void writesItsFilesBelowTheBuildDirectoryByClassAndMethod() {
        LoadResult result = FixtureRun.of(
                        TakesTheResult.class, Map.of("llm.url", server.url(), "llmbench.quiet", "false"))
                .result();

        assertThat(result.directory())
                .hasValueSatisfying(directory -> assertThat(directory)
                        .endsWithRaw(
                                java.nio.file.Path.of("target", "llm-load", TakesTheResult.class.getName(), "test")));
    }

    @Test
    void bothAnnotationsHaveTheSameAttributes() {
        assertThat(attributes(LlmLoad.class)).isEqualTo(attributes(LlmLoadTest.class));
    }

    private static List<String> attributes(Class<?> annotation) {
        return java.util.stream.Stream.of(annotation.getDeclaredMethods())
                .map(method -> method.getGenericReturnType() + " " + method.getName() + " = "
                        + java.util.Arrays.deepToString(new Object[] {method.getDefaultValue()}))
                .sorted()
                .toList();
    }

    @Test
    void everyAttributeHasAKey() {
        assertThat(Attributes.NAMES.stream().map(Attributes::key))
                .contains("endpoint-method", "k6-csv", "max-requests-per-user", "tpot-by-difference")
                .hasSize(LlmLoad.class.getDeclaredMethods().length + 14);
    }
}
