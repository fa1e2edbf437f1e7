package dev.llmbench.report.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmbench.budget.Verdicts;
import dev.llmbench.plan.EarlyEnd;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.Stage;
import dev.llmbench.report.Runs;
import dev.llmbench.report.csv.RequestsCsv;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.RunFacts;
import dev.llmbench.result.Stalls;
import dev.llmbench.result.WorkerFacts;
import dev.llmbench.result.Workers;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.Stall;
import dev.llmbench.sample.TokenSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A run on several workers is recorded like a run in one JVM. */
class SpreadRunTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<RequestSample> SAMPLES = Runs.samples(TokenSource.USAGE);
    private static final List<RequestSample> DEALT = dealt();

    @TempDir
    private Path directory;

    static Stream<LoadPlan> plans() {
        List<Stage> stages = List.of(new Stage(4, Duration.ofSeconds(30)), new Stage(4, Duration.ofMinutes(2)));
        return Stream.of(
                Runs.plan(), Runs.plan(Load.ofArrivals(4, stages, Duration.ofSeconds(30), 100, 0), EarlyEnd.NONE));
    }

    @ParameterizedTest
    @MethodSource("plans")
    void itsFiguresAndVerdictsAreThoseOfOneJvm(LoadPlan plan) throws IOException {
        LoadResult single = result(plan, SAMPLES, List.of());
        LoadResult spread = result(plan, DEALT, Workers.fine(3));

        ObjectNode summary = summary(spread);
        assertThat(summary.remove("workers")).hasSize(3);
        assertThat(summary).isEqualTo(summary(single));
        assertThat(Verdicts.of(spread).all()).isEqualTo(Verdicts.of(single).all());
    }

    @Test
    void itsRowsAreThoseOfOneJvmButForTheirOrderAndTheWorker() throws IOException {
        assertThat(rows(DEALT)).isEqualTo(rows(SAMPLES));
    }

    @Test
    void itComesBackFromItsFilesWithItsWorkers() throws IOException {
        Stalls stalls = Stalls.of(List.of(new Stall(1_000_000, 1_200_000)), Duration.ofMillis(10));
        List<WorkerFacts> workers = List.of(
                Workers.worker(1).facts(),
                Workers.worker(2)
                        .stalled(stalls)
                        .drift(Duration.ofNanos(612_345_678))
                        .facts(),
                Workers.worker(3).ended("was lost at 0:41").rows(171).facts());
        LoadResult spread = result(Runs.plan(), DEALT, workers);
        ResultFiles.write(directory, spread, List.of());
        write(DEALT);

        LoadResult read = SavedRun.read(directory).result();

        assertThat(read.facts()).isEqualTo(spread.facts());
        assertThat(read.facts().workers()).allMatch(worker -> worker.lagP99().isPresent());
        assertThat(summary(read)).isEqualTo(summary(spread));
    }

    @Test
    void theFilesOfOneJvmDoNotMentionWorkers() throws IOException {
        LoadResult single = result(Runs.plan(), SAMPLES, List.of());
        ResultFiles.write(directory, single, List.of());

        assertThat(summary(single).has("workers")).isFalse();
        assertThat(JSON.readTree(directory.resolve(ResultFiles.RUN_JSON).toFile())
                        .path("facts")
                        .has("workers"))
                .isFalse();
    }

    private static List<RequestSample> dealt() {
        List<RequestSample> samples = new ArrayList<>(IntStream.range(0, SAMPLES.size())
                .mapToObj(i -> SAMPLES.get(i).toBuilder().worker(1 + i % 3).build())
                .toList());
        Collections.shuffle(samples, new Random(3));
        return samples;
    }

    private static LoadResult result(LoadPlan plan, List<RequestSample> samples, List<WorkerFacts> workers) {
        RunFacts facts = RunFacts.builder(Instant.parse("2026-11-24T12:30:00Z"), Duration.ofMillis(151_502))
                .peakInFlight(10)
                .workers(workers)
                .build();
        return Workers.result(plan, facts, samples);
    }

    private static ObjectNode summary(LoadResult result) throws IOException {
        return (ObjectNode) JSON.readTree(ResultFiles.summary(result, SavedRuns.lines(result)));
    }

    private List<String> rows(List<RequestSample> samples) throws IOException {
        return Files.readAllLines(write(samples)).stream()
                .map(line -> line.substring(0, line.lastIndexOf(',')))
                .sorted()
                .toList();
    }

    private Path write(List<RequestSample> samples) throws IOException {
        Path file = directory.resolve(RequestsCsv.FILE_NAME);
        try (RequestsCsv csv = RequestsCsv.create(file, Runs.TARGET)) {
            samples.forEach(csv::accept);
        }
        return file;
    }
}
