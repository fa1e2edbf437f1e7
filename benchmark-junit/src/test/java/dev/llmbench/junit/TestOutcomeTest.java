package dev.llmbench.junit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.llmbench.result.LoadResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.TestAbortedException;

/** How the test around a load ended, as the files of its run tell it. */
class TestOutcomeTest {
    private static final String REASON = "the answer was <b>rude</b>";

    @TempDir
    private Path output;

    private final LoopbackServer server = new LoopbackServer();
    private Path stepSummary = Path.of("");

    @BeforeEach
    void nameTheStepSummary() {
        stepSummary = output.resolve("step.md");
        FixtureEnvironment.set(Map.of("GITHUB_STEP_SUMMARY", stepSummary.toString()));
    }

    @AfterEach
    void stop() {
        server.close();
        FixtureEnvironment.set(Map.of());
    }

    private FixtureRun run(Class<?> fixture, String url) {
        return FixtureRun.of(fixture, Map.of("llm.url", url, "llmbench.output-dir", output.toString()));
    }

    private Path files(Class<?> fixture) {
        return output.resolve(fixture.getName()).resolve("test");
    }

    private static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }

    @Tag("fixture")
    @ExtendWith(FixtureEnvironment.class)
    static class Passes {
        @QuickLoad
        void test(LoadResult result) {
            assertThat(result.directory().orElseThrow().resolve("summary.json"))
                    .content()
                    .contains("\"verdict\": \"pass\"");
        }
    }

    @Tag("fixture")
    @ExtendWith(FixtureEnvironment.class)
    static class FailsByItself {
        @QuickLoad
        void test() {
            throw new AssertionError(REASON + "\n  twice");
        }
    }

    @Tag("fixture")
    @ExtendWith(FixtureEnvironment.class)
    static class BreaksDown {
        @QuickLoad
        void test() {
            throw new IllegalStateException(REASON);
        }
    }

    @Test
    void aTestThatPassesLeavesTheVerdictAsItIs() throws IOException {
        assertThat(run(Passes.class, server.url()).failures()).isEmpty();

        JsonNode summary = json(files(Passes.class).resolve("summary.json"));
        assertThat(summary.path("verdict").asText()).isEqualTo("pass");
        assertThat(summary.path("test_failure").isNull()).isTrue();
        assertThat(stepSummary).content().containsOnlyOnce("PASS: TestOutcomeTest.Passes.test");
    }

    @ParameterizedTest
    @ValueSource(classes = {FailsByItself.class, BreaksDown.class})
    void aFailureOfTheTestsOwnIsWrittenOverAPass(Class<?> fixture) throws IOException {
        FixtureRun run = run(fixture, server.url());

        assertThat(run.failure()).hasMessageContaining(REASON);
        JsonNode summary = json(files(fixture).resolve("summary.json"));
        assertThat(summary.path("verdict").asText()).isEqualTo("fail");
        assertThat(summary.path("test_failure").asText()).contains(REASON).doesNotContain("\n");
        assertThat(files(fixture).resolve("summary.md"))
                .content()
                .contains("FAIL: TestOutcomeTest." + fixture.getSimpleName() + ".test", "Test failed", "the answer was")
                .doesNotContain("PASS:", "<b>");
        assertThat(files(fixture).resolve("report.html"))
                .content()
                .contains("the answer was &lt;b&gt;rude&lt;/b&gt;")
                .doesNotContain("<b>rude");
        assertThat(output.resolve("index.html")).content().contains("✗ FAIL").doesNotContain("✓ PASS");
        assertThat(stepSummary)
                .content()
                .containsOnlyOnce("FAIL: TestOutcomeTest")
                .doesNotContain("PASS:");
        assertThat(run.reportEntries())
                .singleElement()
                .satisfies(entry -> assertThat(entry).containsEntry("verdict", "fail"));
    }

    @Tag("fixture")
    @ExtendWith({FixtureEnvironment.class, Aborting.class})
    static class IsForgiven extends FailsByItself {}

    private static final class Aborting implements TestExecutionExceptionHandler {
        @Override
        public void handleTestExecutionException(ExtensionContext context, Throwable failure) {
            throw new TestAbortedException("expected", failure);
        }
    }

    @Test
    void aFailureThatAnotherExtensionForgivesIsNone() throws IOException {
        assertThat(run(IsForgiven.class, server.url()).failures()).isEmpty();

        assertThat(json(files(IsForgiven.class).resolve("summary.json"))
                        .path("verdict")
                        .asText())
                .isEqualTo("pass");
    }

    @Test
    void aLoadThatCannotStartLeavesTheRunBeforeAndSaysSo() throws IOException {
        run(Passes.class, server.url());
        byte[] rows = Files.readAllBytes(files(Passes.class).resolve("requests.csv"));

        assertThat(run(Passes.class, "http://127.0.0.1:9").failure()).hasMessageContaining("127.0.0.1:9");

        assertThat(files(Passes.class).resolve("requests.csv")).hasBinaryContent(rows);
        assertThat(files(Passes.class).resolve("report.html")).exists();
        assertThat(output.resolve("index.html"))
                .content()
                .contains("✗ did not start", "127.0.0.1:9", "The previous run")
                .doesNotContain("✓ PASS");

        run(Passes.class, server.url());
        assertThat(output.resolve("index.html")).content().contains("✓ PASS").doesNotContain("did not start");
        assertThat(files(Passes.class).resolve("not-started.json")).doesNotExist();
    }

    @Test
    void aFirstLoadThatCannotStartIsListedWithoutALink() {
        run(Passes.class, "http://127.0.0.1:9");

        assertThat(output.resolve("index.html"))
                .content()
                .contains("✗ did not start", "TestOutcomeTest.Passes.test")
                .doesNotContain("report.html");
        assertThat(files(Passes.class).resolve("requests.csv")).doesNotExist();
    }
}
