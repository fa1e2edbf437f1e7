package dev.llmbench.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.llmbench.result.LoadResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class PublicationTest {
    private final LoopbackServer server = new LoopbackServer();

    @TempDir
    private Path reports;

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void junitGetsTheMainFigures() {
        FixtureRun run = run(Passes.class);

        LoadResult result = run.result();
        assertThat(run.reportEntries())
                .singleElement()
                .satisfies(entry -> assertThat(entry)
                        .containsEntry("verdict", "pass")
                        .containsEntry("ok", String.valueOf(result.run().ok()))
                        .containsEntry("error_rate", "0.000000")
                        .containsKeys("requests", "request_throughput", "ttft_p50_ms", "ttft_p95_ms", "e2e_p95_ms"));
    }

    @Tag("fixture")
    static class Passes {
        @QuickLoad
        void test(LoadResult result) {
            FixtureRun.saw(result);
        }
    }

    @Test
    void junitGetsTheFiguresOfARunThatFailedItsTestToo() {
        server.refuse();

        FixtureRun run = run(IsInvalid.class);

        assertThat(run.failures()).hasSize(1);
        assertThat(run.reportEntries())
                .singleElement()
                .satisfies(entry -> assertThat(entry)
                        .containsEntry("verdict", "invalid")
                        .containsEntry("error_rate", "1.000000")
                        .doesNotContainKey("ttft_p95_ms"));
    }

    @Tag("fixture")
    static class IsInvalid {
        @LlmLoadTest(
                endpoint = "${llm.url}/v1/chat/completions",
                dataset = "classpath:junit/chat.jsonl",
                stages = @Stage(target = 1, duration = "100ms"),
                thinkTime = "20ms")
        void test() {}
    }

    @Test
    void junitTakesCopiesOfTheSmallFiles() throws IOException {
        assumeTrue(Stream.of(ExtensionContext.class.getMethods())
                .anyMatch(method -> method.getName().equals("publishFile")));

        LauncherFactory.create()
                .execute(LauncherDiscoveryRequestBuilder.request()
                        .selectors(selectClass(Passes.class))
                        .configurationParameter("llm.url", server.url())
                        .configurationParameter("llmbench.quiet", "true")
                        .configurationParameter("junit.platform.reporting.output.dir", reports.toString())
                        .build());

        assertThat(names()).containsExactlyInAnyOrder("summary.json", "summary.md");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.walk(reports)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("summary"))
                    .toList();
        }
    }

    private FixtureRun run(Class<?> fixture) {
        return FixtureRun.of(fixture, Map.of("llm.url", server.url()));
    }
}
