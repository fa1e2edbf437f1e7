package dev.llmbench.cluster.jgroups;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.ChildJvm;
import dev.llmbench.LoadTest;
import dev.llmbench.LoadTestBuilder;
import dev.llmbench.result.LoadResult;
import dev.llmbench.simulator.Simulator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers in JVMs of their own, which the JVM of the test starts. */
class LocalClusterTest {
    private static final String KEY = "sk-canary-4711-0815";

    private static final Duration LONG = Duration.ofMinutes(2);

    private Simulator simulator;

    @TempDir
    private Path directory;

    @BeforeEach
    void startSimulator() throws IOException {
        simulator = Simulator.builder()
                .ttft(ofMillis(20))
                .tpot(ofMillis(2))
                .outputTokens(10)
                .start();
        Files.writeString(directory.resolve("prompts.jsonl"), "{\"prompt\": \"Once\", \"max_tokens\": 10}\n");
    }

    @AfterEach
    void stopSimulator() {
        simulator.close();
    }

    private static LoadTestBuilder load(String url, Path directory, Duration length) {
        return LoadTest.builder()
                .endpoint(url + "/v1/completions")
                .projectDirectory(directory)
                .dataset("prompts.jsonl")
                .apiKey(KEY)
                .stage(4, Duration.ZERO)
                .stage(4, length)
                .outputDirectory(directory.resolve("out"))
                .historyRecord("never")
                .cluster("local:2");
    }

    private static Stream<ProcessHandle> workers(ProcessHandle parent) {
        return parent.children()
                .filter(child -> child.info()
                        .commandLine()
                        .filter(line -> line.contains(LocalWorker.class.getName()))
                        .isPresent());
    }

    @Test
    void twoWorkersGiveOneResultAndEndWithIt() throws Exception {
        LoadResult result =
                load(simulator.url(), directory, ofSeconds(2)).build().run();

        assertThat(result.validity().causes()).noneMatch(cause -> cause.startsWith("Worker"));
        assertThat(result.facts().workers()).hasSize(2).allSatisfy(worker -> {
            assertThat(worker.end()).isEmpty();
            assertThat(worker.rows()).isPositive();
        });
        // Each worker probed the endpoint once.
        assertThat(simulator.counts().received())
                .isEqualTo(result.run().requests() + result.run().interrupted() + 2);
        assertThat(Files.readString(directory.resolve("out/summary.json"))).contains("\"workers\"");
        assertThat(workers(ProcessHandle.current())).isEmpty();
        try (Stream<Path> files = Files.walk(directory)) {
            assertThat(files.filter(Files::isRegularFile))
                    .isNotEmpty()
                    .noneMatch(file -> text(file).contains(KEY));
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aWorkerThatIsKilledMakesTheRunInvalidByName() throws Exception {
        Thread killer = new Thread(() -> {
            while (simulator.counts().received() < 40) {
                Thread.onSpinWait();
            }
            workers(ProcessHandle.current()).findFirst().orElseThrow().destroyForcibly();
        });
        killer.setDaemon(true);
        killer.start();

        LoadResult result = load(simulator.url(), directory, LONG).build().run();

        assertThat(result.validity().causes())
                .anyMatch(cause -> cause.matches("(?s)Worker [12] of 2 .* was lost at .*"));
        assertThat(result.facts().elapsed()).isLessThan(LONG);
        assertThat(result.facts().workers().stream()
                        .filter(worker -> worker.end().isEmpty()))
                .hasSize(1)
                .allMatch(worker -> worker.rowless() == 0);
        assertThat(Files.readString(directory.resolve("out/summary.json"))).contains("was lost at");
    }

    @Test
    void workersEndWithTheJvmOfTheTest() throws Exception {
        try (ChildJvm test = ChildJvm.start(LongRun.class, List.of(), List.of(simulator.url(), directory.toString()))) {
            while (simulator.counts().received() < 40) {
                Thread.onSpinWait();
            }
            List<ProcessHandle> workers = workers(test.handle()).toList();
            assertThat(workers).hasSize(2);

            test.kill();

            for (ProcessHandle worker : workers) {
                assertThat(worker.onExit().get(60, TimeUnit.SECONDS).isAlive()).isFalse();
            }
        }
    }

    /** Runs for longer than anybody waits. */
    static final class LongRun {
        public static void main(String[] arguments) throws Exception {
            load(arguments[0], Path.of(arguments[1]), LONG).build().run();
        }
    }
}
