package dev.llmbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.llmbench.budget.Verdicts;
import dev.llmbench.result.LoadResult;
import dev.llmbench.simulator.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that cannot be written: the run goes on to its end, its figures are told, and the test fails by that file. */
class FullDiskTest {
    private static final String REQUESTS = "1000";

    @TempDir
    Path scratch;

    private String dataset() throws IOException {
        return Files.writeString(scratch.resolve("prompts.jsonl"), "{\"prompt\": \"Why is the sky blue?\"}\n")
                .toString();
    }

    private List<String> arguments(Path directory) throws IOException {
        return List.of(directory.toString(), dataset(), REQUESTS);
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no such limit")
    void endsTheFileAndNeitherTheRunNorItsFigures() throws Exception {
        Path directory = scratch.resolve("run");
        try (ChildJvm load = ChildJvm.shell("ulimit -f 64", ChildLoad.class, arguments(directory))) {
            assertThatAllIsToldOf(directory, load.ended(), "File too large");
            assertThat(load.status()).isZero();
        }
        assertThat(Files.size(directory.resolve("requests.csv"))).isLessThanOrEqualTo(64 * 1024);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void endsAFileSystemThatHasNoMoreRoomLikewise() throws Exception {
        Path disk = Files.createDirectory(scratch.resolve("disk"));
        String mount = "mount -t tmpfs -o size=64k tmpfs '" + disk + "'";
        assumeThat(ChildJvm.succeeds("unshare", "-rm", "bash", "-c", mount))
                .as("a user may mount a file system for itself here")
                .isTrue();

        Path directory = disk.resolve("run");
        try (ChildJvm load =
                ChildJvm.shell(List.of("unshare", "-rm", "bash"), mount, ChildLoad.class, arguments(directory))) {
            assertThatAllIsToldOf(directory, load.ended(), "No space left on device");
            assertThat(load.status()).isZero();
        }
    }

    private static void assertThatAllIsToldOf(Path directory, List<String> said, String cause) {
        assertThat(said).contains("ok " + REQUESTS);
        assertThat(said).anySatisfy(line -> assertThat(line).contains("1,000 ok, 0 errors"));
        assertThat(said)
                .anySatisfy(line -> assertThat(line)
                        .startsWith("failed by: ")
                        .contains(directory.resolve("requests.csv") + " is incomplete: ", cause));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no such limit")
    void withRoomForNothingAtAllIsRefusedBeforeAnythingIsSent() throws Exception {
        Path directory = scratch.resolve("run");
        try (ChildJvm load = ChildJvm.shell("ulimit -f 0", ChildLoad.class, arguments(directory))) {
            assertThat(load.ended())
                    .contains("served 0")
                    .anySatisfy(line ->
                            assertThat(line).contains("llmbench.output-dir = \"" + directory, "File too large"));
            assertThat(load.status()).isNotZero();
        }
    }

    @Test
    void aLargeDatasetWithoutATemporaryFolderIsRefusedByThatFolder() throws Exception {
        Path missing = scratch.resolve("missing");
        String line = "{\"prompt\": \"" + "a".repeat(1 << 20) + "\"}\n";
        Path large = Files.writeString(scratch.resolve("large.jsonl"), line.repeat(12));
        try (ChildJvm load = ChildJvm.start(
                ChildLoad.class,
                List.of("-Djava.io.tmpdir=" + missing),
                List.of(scratch.resolve("run").toString(), large.toString(), "3"))) {
            assertThat(load.ended())
                    .contains("served 0")
                    .anySatisfy(said -> assertThat(said)
                            .contains("java.io.tmpdir = \"" + missing + "\" can't store the prompts", "create it"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"run.json", "summary.json", "summary.md", "requests.csv.md", "ttft.hlog", "k6.csv"})
    void anyFileThatCannotBeWrittenFailsTheTestAndTakesNoOtherWithIt(String name) throws Exception {
        Path inTheWay = scratch.resolve(name).resolve("in the way");
        Files.createDirectories(inTheWay);
        try (Simulator simulator =
                Simulator.builder().ttft(Duration.ofMillis(1)).outputTokens(3).start()) {
            LoadResult result = LoadTest.builder()
                    .endpoint(simulator.url())
                    .dataset(dataset())
                    .outputDirectory(scratch)
                    .stage(1, Duration.ofMinutes(1))
                    .maxRequests(3)
                    .k6Csv(true)
                    .hlog(true)
                    .acceptInvalid(true)
                    .quiet(true)
                    .build()
                    .run();

            assertThat(result.run().ok()).isEqualTo(3);
            assertThat(result.incompleteFiles())
                    .singleElement()
                    .asString()
                    .contains(scratch.resolve(name).toString());
            assertThat(Verdicts.of(result).failed()).isTrue();
            assertThat(Verdicts.of(result).failureMessage()).contains(result.incompleteFiles());
            for (String other : List.of("requests.csv", "run.json", "summary.json", "summary.md", "report.html")) {
                assertThat(other.equals(name) || Files.size(scratch.resolve(other)) > 0)
                        .as(other)
                        .isTrue();
            }
        }
    }
}
