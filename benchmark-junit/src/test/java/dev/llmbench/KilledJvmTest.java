package dev.llmbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.report.csv.RequestsCsv;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a load test whose JVM is ended, or whose directory another one uses. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has neither these signals nor these limits")
class KilledJvmTest {
    private static final String WITHOUT_END = Long.toString(Long.MAX_VALUE);
    private static final int SOME_ROWS = 20;

    @TempDir
    Path scratch;

    private ChildJvm load(Path directory) throws IOException {
        return ChildJvm.start(ChildLoad.class, List.of(), List.of(directory.toString(), dataset(), WITHOUT_END));
    }

    private String dataset() throws IOException {
        return Files.writeString(scratch.resolve("prompts.jsonl"), "{\"prompt\": \"Why is the sky blue?\"}\n")
                .toString();
    }

    /** Rows go to the file about once a second. */
    private static void awaitRows(Path csv, ChildJvm load) throws IOException {
        while (!Files.exists(csv) || Files.readAllLines(csv).size() <= SOME_ROWS) {
            assertThat(load.isAlive()).isTrue();
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    @Test
    void aJvmThatIsToldToEndLeavesCompleteFiles() throws Exception {
        Path directory = scratch.resolve("run");
        try (ChildJvm load = load(directory)) {
            awaitRows(directory.resolve("requests.csv"), load);
            load.terminate();
            load.ended();
        }

        List<RequestSample> rows = rows(directory);
        assertThat(rows)
                .hasSizeGreaterThan(SOME_ROWS)
                .allSatisfy(row -> assertThat(row.outcome()).isIn(Outcome.OK, Outcome.INTERRUPTED));
        JsonNode summary =
                new ObjectMapper().readTree(directory.resolve("summary.json").toFile());
        JsonNode outcomes = summary.at("/run/outcomes");
        long counted = 0;
        for (JsonNode count : outcomes) {
            counted += count.asLong();
        }
        assertThat(counted)
                .as("requests in summary.json, by outcome: %s", outcomes)
                .isEqualTo(rows.size());
        assertThat(Files.readString(directory.resolve("run.json"))).contains("the JVM was shut down");
        assertThat(Files.readString(directory.resolve("report.html"))).endsWith("</html>\n");
        assertThat(directory.resolve("summary.md")).isNotEmptyFile();
    }

    @Test
    void aJvmThatIsKilledLeavesWholeRowsOfAllUpToTheLastFlush() throws Exception {
        Path directory = scratch.resolve("run");
        Path csv = directory.resolve("requests.csv");
        List<String> flushed;
        try (ChildJvm load = load(directory)) {
            awaitRows(csv, load);
            flushed = Files.readAllLines(csv);
            load.kill();
            load.ended();
        }

        assertThat(Files.readAllLines(csv)).startsWith(flushed.toArray(String[]::new));
        List<String> left = Files.readAllLines(csv);
        assertThat(wholeRows(csv))
                .as("rows, of which the last alone may have been cut off while it was written")
                .hasSizeBetween(left.size() - 2, left.size() - 1)
                .doesNotHaveDuplicates();
    }

    @Test
    void aDirectoryThatAnotherRunWritesToIsRefusedBeforeAnythingIsSentOrMoved() throws Exception {
        Path directory = scratch.resolve("run");
        try (ChildJvm load = load(directory)) {
            awaitRows(directory.resolve("requests.csv"), load);
            LoadTest second = LoadTest.builder()
                    .endpoint("http://127.0.0.1:1")
                    .dataset(dataset())
                    .outputDirectory(directory)
                    .stage(1, Duration.ofSeconds(1))
                    .quiet(true)
                    .build();

            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(second::run)
                    .withMessageContaining("llmbench.output-dir")
                    .withMessageContaining("another run is writing its files there");
            assertThat(directory.resolve("requests.csv")).exists();
            load.kill();
            load.ended();
        }
    }

    @Test
    void pathsMayHaveAnyLettersAndNothingIsWrittenBesideTheOutput() throws Exception {
        Path project = Files.createDirectories(scratch.resolve("Prüfung 数 'x'"));
        Path dataset = Files.writeString(project.resolve("Fragen & Antworten.jsonl"), "{\"prompt\": \"Wieso?\"}\n");
        Path directory = project.resolve("ziel ordner").resolve("lauf");
        try (ChildJvm load =
                ChildJvm.start(ChildLoad.class, List.of(), List.of(directory.toString(), dataset.toString(), "50"))) {
            assertThat(load.ended()).contains("ok 50");
        }

        assertThat(rows(directory)).hasSize(50);
        try (Stream<Path> beside = Files.list(project)) {
            assertThat(beside).containsExactlyInAnyOrder(dataset, project.resolve("ziel ordner"));
        }
    }

    /** The ids of all rows but one that was cut off. */
    private static List<String> wholeRows(Path csv) throws IOException {
        List<String> ids = new ArrayList<>();
        RequestsCsv.reader(csv).replay(row -> ids.add(row.id()));
        return ids;
    }

    private static List<RequestSample> rows(Path directory) {
        List<RequestSample> rows = new ArrayList<>();
        assertThat(RequestsCsv.reader(directory.resolve("requests.csv")).replay(rows::add))
                .as("whether every row is whole")
                .isTrue();
        return rows;
    }
}
