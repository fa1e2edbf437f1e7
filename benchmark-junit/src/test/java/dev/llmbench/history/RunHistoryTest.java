package dev.llmbench.history;

import static dev.llmbench.history.Runs.COMMIT;
import static dev.llmbench.history.Runs.LOAD;
import static dev.llmbench.history.Runs.MACHINE;
import static dev.llmbench.history.Runs.START;
import static dev.llmbench.history.Runs.TEST;
import static dev.llmbench.history.Runs.TTFT;
import static dev.llmbench.history.Runs.comparable;
import static dev.llmbench.history.Runs.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.llmbench.metric.LatencyHistogram;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.regression.Baseline;
import dev.llmbench.regression.ComparedFigure;
import dev.llmbench.regression.HistoryJudge;
import dev.llmbench.regression.MeasuredFigure;
import dev.llmbench.regression.PairRatio;
import dev.llmbench.regression.Question;
import dev.llmbench.regression.RelativeBudget;
import dev.llmbench.regression.RunFigure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunHistoryTest {
    @TempDir
    private Path folder;

    private RunHistory history;

    @BeforeEach
    void open() {
        history = RunHistory.in(folder.resolve("history"));
    }

    private Path added(RunRecord run) {
        return history.add(run).file().orElseThrow();
    }

    private static List<Double> values(ComparableRuns runs) {
        return runs.baseline(TTFT).runs().stream()
                .map(run -> run.figure().value())
                .toList();
    }

    @Test
    void aRunIsReadAsItWasWritten() {
        RunRecord run = run(281_000)
                .from(COMMIT, "main", "https://ci.example/1", "0.2.0")
                .with(Standing.BREACH, "ttft.p95<=baseline+5%");
        added(run);
        RunRecord read = comparable(history).runs().get(0).record();
        assertThat(read).isEqualTo(run.placed(read.id(), START));
    }

    @Test
    void aRunIsOneFileNamedByTimeAndCommit() {
        Path file = added(Runs.of(COMMIT, 281_000));
        assertThat(folder.relativize(file).toString())
                .matches("history/com\\.acme\\.ChatLatencyIT\\.chatStaysFast/linux-amd64-4-epyc7763/"
                        + "20261127T131700\\.000Z-3f2a9c41-[0-9a-f]{8}\\.json");
    }

    @Test
    void aFolderThatDoesNotExistIsAnEmptyHistory() throws IOException {
        ComparableRuns none = comparable(history);
        assertThat(none.runs()).isEmpty();
        assertThat(none.none()).isEmpty();
        assertThat(none.warnings()).isEmpty();
        assertThat(history.list().lines()).isEmpty();
        assertThat(folder.resolve("history")).doesNotExist();
    }

    @Test
    void runsAreInTheOrderOfTheirStart() {
        added(Runs.at(START.plusSeconds(60), 2));
        Path first = added(Runs.at(START.plusSeconds(120), 3));
        assertThat(values(comparable(history))).containsExactly(2.0, 3.0);
        assertThat(first.getFileName().toString()).startsWith("20261127T131900");
    }

    @Test
    void aRunMadeAfterAClockWasSetBackIsTheLastAllTheSame() {
        added(Runs.at(START, 1));
        added(Runs.at(START.minusSeconds(86_400), 2));
        added(Runs.at(START.minusSeconds(3_600), 3));
        ComparableRuns runs = comparable(history);
        assertThat(values(runs)).containsExactly(1.0, 2.0, 3.0);
        assertThat(runs.runs().get(1).record().startedAt()).isEqualTo(START.minusSeconds(86_400));
    }

    @Test
    void jobsThatWriteAtOnceLoseNothing() {
        List<Path> files = IntStream.range(0, 200)
                .parallel()
                .mapToObj(i -> RunHistory.in(folder.resolve("history")).add(run(1 + i)))
                .map(written -> written.file().orElseThrow())
                .toList();
        assertThat(new HashSet<>(files)).hasSize(200);
        assertThat(values(comparable(history)))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 200).mapToObj(i -> 1.0 + i).toList());
    }

    @Test
    void nothingUnfinishedIsLeft() throws IOException {
        added(run(1));
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)).allMatch(FolderStore::isDocument);
        }
    }

    @Test
    void aFileThatIsStillWrittenIsNotRead() throws IOException {
        Path file = added(run(1));
        Files.writeString(file.resolveSibling(".20261127T131700.000Z-x.json.tmp"), "{");
        Files.writeString(file.resolveSibling(".hidden.json"), "{");
        assertThat(comparable(history).warnings()).isEmpty();
    }

    @Test
    void theHistoriesOfTwoBranchesMergeByKeepingTheFilesOfBoth() throws IOException {
        Path other = folder.resolve("other");
        added(Runs.at(START, 1));
        RunHistory.in(other).add(Runs.at(START.plusSeconds(1), 2));
        RunHistory.in(other).add(Runs.at(START.plusSeconds(3), 4));
        added(Runs.at(START.plusSeconds(2), 3));
        copy(other, folder.resolve("history"));
        assertThat(values(comparable(history))).containsExactly(1.0, 2.0, 3.0, 4.0);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "42",
                "{}",
                "<<<<<<< HEAD",
                "{\"schema\": 1}",
                "{\"schema\": 0, \"test\": \"x\"}",
                "{\"schema\": \"one\"}"
            })
    void aDamagedFileIsSkippedByName(String content) throws IOException {
        Path good = added(run(1));
        Path damaged = good.resolveSibling("20261127T131701.000Z-3f2a9c41-damaged0.json");
        Files.writeString(damaged, content);
        ComparableRuns runs = comparable(history);
        assertThat(values(runs)).containsExactly(1.0);
        assertThat(runs.warnings())
                .containsExactly(
                        "Skipped " + damaged + ": it is damaged; restore it from version control, or delete it");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 10, 100, 300})
    void aFileThatWasCutShortIsSkipped(int length) throws IOException {
        Path file = added(run(1));
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, length));
        assertThat(comparable(history).warnings()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"value\" : 281000.0",
                "\"standing\" : \"counts\"",
                "\"started_at\" : \"2026-11-27T13:17:00Z\"",
                "\"env\" : \"linux-amd64-4-epyc7763\""
            })
    void aFieldThatMakesNoSenseIsDamage(String field) throws IOException {
        Path file = added(run(281_000));
        String whole = Files.readString(file);
        assertThat(whole).contains(field);
        String name = field.substring(0, field.indexOf(':'));
        Files.writeString(file, whole.replace(field, name + ": -1"));
        ComparableRuns runs = comparable(history);
        boolean isText = field.contains("env");
        assertThat(runs.warnings()).hasSize(isText ? 0 : 1);
    }

    @Test
    void manyDamagedFilesAreToldTogether() throws IOException {
        Path good = added(run(1));
        for (int i = 0; i < 12; i++) {
            Files.writeString(good.resolveSibling("2026-" + i + ".json"), "{");
        }
        assertThat(comparable(history).warnings()).singleElement().asString().contains(" and 9 more: it is damaged");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"schema\": 2}", "{\"schema\": 2, \"test\": {\"of\": \"another kind\"}}"})
    void aFileOfALaterVersionIsSkippedWithARemedy(String content) throws IOException {
        Path newer = added(run(1)).resolveSibling("20271127T131701.000Z-3f2a9c41-newer000.json");
        Files.writeString(newer, content);
        assertThat(comparable(history).warnings())
                .containsExactly(
                        "Skipped " + newer + ": a later version of this library wrote it (schema 2, this one reads"
                                + " up to 1); update benchmark-junit to have it counted");
    }

    @Test
    void aLaterVersionOfThisVeryFormIsSkippedToo() throws IOException {
        Path file = added(run(1));
        Files.writeString(file, Files.readString(file).replace("\"schema\" : 1", "\"schema\" : 2"));
        assertThat(comparable(history).runs()).isEmpty();
    }

    @Test
    void fieldsThatALaterVersionAddsAreNoHindrance() throws IOException {
        Path file = added(run(1));
        Files.writeString(file, Files.readString(file).replaceFirst("\\{", "{ \"added\" : [1, {}],"));
        assertThat(values(comparable(history))).containsExactly(1.0);
    }

    @Test
    void aFolderThatCannotBeWrittenToIsToldAndTheRunJudged() throws IOException {
        Files.writeString(folder.resolve("history"), "a file where the folder should be");
        RunHistory.Written written = history.add(run(1));
        assertThat(written.file()).isEmpty();
        assertThat(written.problem())
                .startsWith("The run was judged but not recorded: " + folder.resolve("history"))
                .endsWith("Make it writable, or set llmbench.history-dir to another folder");
        assertThat(comparable(history).runs()).isEmpty();
    }

    @Test
    void aHistoryThatCannotBeReadIsNoBaselineAndAWarning() {
        added(run(1));
        RunHistory unreadable = RunHistory.in(folder.resolve("history"), reading(file -> {
            throw new IOException("Input/output error");
        }));
        ComparableRuns runs = comparable(unreadable);
        assertThat(runs.runs()).isEmpty();
        assertThat(runs.warnings()).singleElement().asString().contains("it cannot be read: java.io.IOException");
    }

    @Test
    void anotherLoadIsToldByWhatChanged() {
        added(run(1));
        added(run(2));
        LoadSeries longer = new LoadSeries(Map.of("max_tokens", "256", "model", "llama-4", "stages", "10 for 30s"));
        ComparableRuns runs = history.comparable(TEST, longer, MACHINE, "");
        assertThat(runs.baseline(TTFT).none())
                .isEqualTo("no comparable runs: max_tokens was 128 in the 2 runs before, is 256");
    }

    @Test
    void runsOfAnEarlierLoadCountAgainWhenTheLoadComesBack() {
        added(run(1));
        LoadSeries longer = new LoadSeries(Map.of("max_tokens", "256"));
        added(Runs.run(TEST, longer, MACHINE, 2));
        assertThat(values(comparable(history))).containsExactly(1.0);
    }

    @Test
    void anotherMachineIsToldByItsName() {
        added(run(1));
        MachineClass other = new MachineClass("linux-amd64-2-xeon8370c", Map.of());
        assertThat(history.comparable(TEST, LOAD, other, "").none())
                .isEqualTo("no comparable runs: the 1 before were on linux-amd64-4-epyc7763, this one is on"
                        + " linux-amd64-2-xeon8370c; if the machines are alike, give them the same"
                        + " llmbench.environment-class");
    }

    @Test
    void aRenamedTestIsToldWhichOneLooksAlike() {
        added(run(1));
        added(run(2));
        ComparableRuns runs = history.comparable("com.acme.ChatIT.staysFast", LOAD, MACHINE, "");
        Path old = folder.resolve("history").resolve(TEST);
        assertThat(runs.none())
                .isEqualTo("this test has no runs, but " + TEST + " has 2 with the same load: if the test was renamed,"
                        + " rename its folder too, from " + old + " to com.acme.ChatIT.staysFast");
    }

    @Test
    void aFolderThatIsRenamedWithItsTestKeepsItsRuns() throws IOException {
        added(run(1));
        Files.move(
                folder.resolve("history").resolve(TEST),
                folder.resolve("history").resolve("com.acme.ChatIT.staysFast"));
        assertThat(values(history.comparable("com.acme.ChatIT.staysFast", LOAD, MACHINE, "")))
                .containsExactly(1.0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "../../etc", "..", "test[1]: größe", "a\\b", "x:y", ".hidden"})
    void aTestsNameIsAFolderWhateverIsInIt(String test) {
        Path file = added(Runs.run(test, LOAD, MACHINE, 1));
        assertThat(file.normalize()).startsWith(folder.resolve("history"));
        assertThat(folder.resolve("history").relativize(file.normalize()).getNameCount())
                .isEqualTo(3);
        assertThat(values(history.comparable(test, LOAD, MACHINE, ""))).containsExactly(1.0);
    }

    @Test
    void namesThatDifferOnlyInWhatNoFolderTakesAreApart() {
        added(Runs.run("test(a)", LOAD, MACHINE, 1));
        added(Runs.run("test{a}", LOAD, MACHINE, 2));
        added(Runs.run("t".repeat(300), LOAD, MACHINE, 3));
        assertThat(values(history.comparable("test(a)", LOAD, MACHINE, ""))).containsExactly(1.0);
    }

    @Test
    void aRunThatBrokeABudgetIsThereAndDoesNotCount() {
        added(run(1).with(Standing.BREACH, "ttft.p95<=baseline+5%"));
        assertThat(comparable(history).baseline(TTFT).runs()).singleElement().returns(false, RunFigure::counts);
    }

    @Test
    void anInvalidRunIsNotCompared() {
        added(run(1).with(Standing.INVALID, "no request ended ok"));
        assertThat(comparable(history).runs()).isEmpty();
    }

    @Test
    void aFigureThatNobodyAskedForComesFromTheHistogram() {
        LatencyHistogram samples = new LatencyHistogram();
        for (int i = 1; i <= 1_000; i++) {
            samples.record(i * 1_000L);
        }
        added(run(1).withHistograms(Map.of("ttft", samples.finished())));
        ComparedFigure p90 = ComparedFigure.of(Metric.TTFT, Statistic.percentile(90));
        MeasuredFigure figure = comparable(history).baseline(p90).runs().get(0).figure();
        assertThat(figure.value()).isCloseTo(900_000, within(1_000.0));
        assertThat(figure.logError().orElse(0)).isBetween(0.005, 0.02);
        ComparedFigure mean = ComparedFigure.of(Metric.TTFT, Statistic.MEAN);
        assertThat(comparable(history).baseline(mean).runs().get(0).figure().value())
                .isEqualTo(500_500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no Base64!", "AAAA", "eJwDAAAAAAE="})
    void aHistogramThatIsDamagedHoldsNoFigure(String packed) throws IOException {
        LatencyHistogram samples = new LatencyHistogram();
        samples.record(1_000);
        Path file = added(run(1).withHistograms(Map.of("ttft", samples.finished())));
        Files.writeString(
                file, Files.readString(file).replaceFirst("\"ttft\" : \"[^\"]+\"", "\"ttft\" : \"" + packed + "\""));
        ComparedFigure p90 = ComparedFigure.of(Metric.TTFT, Statistic.percentile(90));
        assertThat(comparable(history).baseline(p90).none()).isEqualTo("the comparable runs have no TTFT p90");
    }

    @Test
    void aFigureThatNoRunHoldsIsToldSo() {
        added(run(1));
        ComparedFigure tpot = ComparedFigure.of(Metric.TPOT, Statistic.MEAN);
        assertThat(comparable(history).baseline(tpot))
                .isEqualTo(Baseline.none("the comparable runs have no TPOT mean"));
    }

    @Test
    void theRatiosOfEqualEndpointsAreKept() {
        RunRecord pair = RunRecord.of(
                TEST,
                LOAD,
                "",
                MACHINE,
                START,
                Map.of(ComparableRuns.pairKey(TTFT), ComparableRuns.kept(new PairRatio(-0.02, 0.01))));
        added(pair);
        PairRatio ratio = comparable(history).equalRuns(TTFT).get(0);
        assertThat(ratio.log()).isCloseTo(-0.02, within(1e-12));
        assertThat(ratio.error()).isEqualTo(0.01);
    }

    @Test
    void thousandsOfRunsAreListedAndJudgedAndNoFileIsReadTwice(TestReporter reporter) throws IOException {
        LatencyHistogram samples = new LatencyHistogram();
        for (int i = 0; i < 300; i++) {
            samples.record(200_000 + 397L * i);
        }
        RunRecord record = run(281_000).withHistograms(Map.of("ttft", samples.finished()));
        added(record);
        Path machine = folder.resolve("history").resolve(TEST).resolve(MACHINE.name());
        IntStream.range(1, 5_000).parallel().forEach(i -> write(machine, record, i));
        Set<Path> once = new HashSet<>();
        ConcurrentLinkedQueue<Path> read = new ConcurrentLinkedQueue<>();
        RunHistory counted = RunHistory.in(folder.resolve("history"), reading(file -> {
            read.add(file);
            return Files.readAllBytes(file);
        }));

        long start = System.nanoTime();
        List<Question> questions = new ArrayList<>();
        ComparableRuns runs = comparable(counted);
        questions.add(new Question(
                RelativeBudget.of(TTFT, "5%"),
                new RunFigure(MeasuredFigure.of(281_000), runs.epoch(), "now", true),
                runs.baseline(TTFT)));
        String verdict = new HistoryJudge(true).judge(questions).get(0).message();
        long judged = System.nanoTime();
        int listed = counted.list().lines().get(0).recorded();
        reporter.publishEntry("5,000 runs judged in ms", String.valueOf((judged - start) / 1_000_000));
        reporter.publishEntry("and listed in ms", String.valueOf((System.nanoTime() - judged) / 1_000_000));

        assertThat(verdict).contains("PASS");
        assertThat(listed).isEqualTo(5_000);
        assertThat(read).hasSize(5_500);
        read.stream().limit(500).forEach(file -> assertThat(once.add(file)).isTrue());
    }

    private static void write(Path machine, RunRecord record, int number) {
        String id = String.format("20261128T%06d.000Z-nocommit-%08x", number, number);
        try {
            HistoryFiles.write(
                    new FolderStore(), machine.resolve(id + ".json"), record.placed(id, START.plusSeconds(number)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Reader {
        byte[] read(Path file) throws IOException;
    }

    private static Store reading(Reader reader) {
        return new FolderStore() {
            @Override
            public byte[] read(Path document) throws IOException {
                return reader.read(document);
            }
        };
    }

    @Test
    void writingReadsNoFile() {
        added(run(1));
        RunHistory blind = RunHistory.in(folder.resolve("history"), reading(file -> {
            throw new AssertionError("read " + file);
        }));
        assertThat(blind.add(run(2)).file()).isPresent();
    }
}
