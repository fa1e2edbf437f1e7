package dev.llmbench.report.files;

import dev.llmbench.plan.LoadPlan;
import dev.llmbench.report.Figures;
import dev.llmbench.report.csv.CsvReplay;
import dev.llmbench.report.csv.RequestRows;
import dev.llmbench.report.csv.RequestsCsv;
import dev.llmbench.report.json.RunEnvironment;
import dev.llmbench.report.json.RunJson;
import dev.llmbench.result.KeptGaps;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.RunFacts;
import dev.llmbench.result.RunRecorder;
import dev.llmbench.sample.Arm;
import dev.llmbench.sample.Phase;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.SampleSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/**
 * A finished run, read back from its files: the same result without running it again.
 *
 * @param result the result: percentiles, rates and intervals of the run, of its stages and over time, as they were
 * @param environment the environment of the run; empty if there is no run.json
 * @param notes what the files lack, and how that affects the result; empty if nothing is missing
 */
public record SavedRun(LoadResult result, Optional<RunEnvironment> environment, List<String> notes) {
    private static final String COMPRESSED = RequestsCsv.FILE_NAME + ".gz";

    public SavedRun {
        notes = List.copyOf(notes);
    }

    /**
     * Reads a run.
     *
     * @see #read(Path, UnaryOperator)
     */
    public static SavedRun read(Path file) throws IOException {
        return read(file, plan -> plan);
    }

    /**
     * Reads a run, to be judged by budgets other than its own. It needs memory only for the result, however long the CSV is,
     * and reads the CSV once, or twice if there is no run.json next to it. Without one, the load is assumed to be steady, with
     * as many stages as the rows name, and gaps between chunks are unknown.
     *
     * <p>A failure of the test's own assertions is kept, unless other budgets are given.
     *
     * <p>An incomplete last line, left by a killed JVM, is ignored and noted. A result that lacks rows which run.json
     * counted is invalid.
     *
     * @param file requests.csv, gzipped or not, under any name; or the directory that contains it
     * @param judging creates the plan that the run is judged by, see {@link LoadPlan#judgedBy}
     * @throws IOException if a file cannot be read or is damaged; the message names the file, the line or field, and what
     *     is wrong with it
     * @throws dev.llmbench.plan.ConfigurationException if the run cannot be judged by that plan
     */
    public static SavedRun read(Path file, UnaryOperator<LoadPlan> judging) throws IOException {
        return read(file, judging, sample -> {});
    }

    /**
     * Reads a run, passing each sample to another consumer as well.
     *
     * @param other receives each request of the file once, in order
     * @see #read(Path, UnaryOperator)
     */
    public static SavedRun read(Path file, UnaryOperator<LoadPlan> judging, SampleSink other) throws IOException {
        Path csv = csv(file);
        Path runJson = csv.resolveSibling(ResultFiles.RUN_JSON);
        return Files.exists(runJson) ? withRunJson(csv, runJson, judging, other) : alone(csv, judging, other);
    }

    /** Returns the directory that contains the files of such a run. */
    public static Path directory(Path file) throws IOException {
        Path csv = csv(file).toAbsolutePath();
        Path parent = csv.getParent();
        return parent == null ? csv : parent;
    }

    private static Path csv(Path file) throws IOException {
        if (!Files.isDirectory(file)) {
            if (!Files.exists(file)) {
                throw new NoSuchFileException(file + " does not exist");
            }
            return file;
        }
        for (String name : List.of(RequestsCsv.FILE_NAME, COMPRESSED)) {
            if (Files.exists(file.resolve(name))) {
                return file.resolve(name);
            }
        }
        throw new NoSuchFileException(file + " contains neither " + RequestsCsv.FILE_NAME + " nor " + COMPRESSED);
    }

    private static SavedRun withRunJson(Path csv, Path runJson, UnaryOperator<LoadPlan> judging, SampleSink other)
            throws IOException {
        RunJson kept = RunJson.read(runJson);
        LoadPlan own = kept.loadPlan();
        LoadPlan plan = judging.apply(own);
        KeptGaps ofBaseline = kept.baselineGaps().orElse(KeptGaps.NONE);
        SavedRun read = new Reading(csv, plan, kept.keptGaps(), ofBaseline, kept.versions(), other)
                .read(kept.runFacts(), OptionalLong.of(kept.measuredRequests()));
        LoadResult beside = read.result().with(read.result().comparisons().with(kept.comparisons()));
        LoadResult result = kept.testFailure()
                .filter(failure -> plan.budgets().equals(own.budgets()))
                .map(beside::failedBy)
                .orElse(beside);
        return new SavedRun(result, read.environment(), read.notes());
    }

    private static SavedRun alone(Path csv, UnaryOperator<LoadPlan> judging, SampleSink other) throws IOException {
        CsvOnlyRun lone = CsvOnlyRun.scan(csv);
        SavedRun read = new Reading(
                        csv, judging.apply(lone.plan()), KeptGaps.NONE, KeptGaps.NONE, Optional.empty(), other)
                .read(lone.facts(), OptionalLong.empty());
        List<String> notes = new ArrayList<>(lone.notes());
        notes.addAll(read.notes());
        return new SavedRun(read.result(), read.environment(), notes);
    }

    /** Makes one pass over the rows. */
    private record Reading(
            Path csv,
            LoadPlan plan,
            KeptGaps gaps,
            KeptGaps baselineGaps,
            Optional<RunEnvironment> environment,
            SampleSink other) {

        SavedRun read(RunFacts facts, OptionalLong expected) throws IOException {
            RunRecorder recorder = RunRecorder.again(plan, gaps, baselineGaps, facts.blocks());
            int stages = plan.load().stages().size();
            long measured = 0;
            try (RequestRows rows = RequestRows.open(csv)) {
                for (RequestSample sample = rows.next(); sample != null; sample = rows.next()) {
                    if (sample.stage() > stages) {
                        throw rows.wrong(
                                "stage = " + sample.stage() + ", but the run in " + ResultFiles.RUN_JSON + " has "
                                        + stages,
                                null);
                    }
                    recorder.accept(sample);
                    if (sample.arm() == Arm.CANDIDATE) {
                        other.accept(sample);
                        measured += sample.phase() == Phase.MEASURED ? 1 : 0;
                    }
                }
                List<String> notes = new ArrayList<>();
                if (rows.isCutOff()) {
                    notes.add("The last line of " + csv.getFileName()
                            + " is incomplete and was ignored: the run was killed,"
                            + " or the file was not copied completely");
                }
                Optional<String> lack = lack(measured, expected);
                lack.ifPresent(notes::add);
                LoadResult result =
                        recorder.result(withIncompleteFiles(facts, lack), CsvReplay.again(csv, rows.rows()));
                return new SavedRun(isUsual() ? result.in(directory(csv)) : result, environment, notes);
            }
        }

        private Optional<String> lack(long measured, OptionalLong expected) {
            return expected.isEmpty() || expected.getAsLong() == measured
                    ? Optional.empty()
                    : Optional.of(
                            csv.getFileName() + " contains " + Figures.count(measured) + " measured requests, but "
                                    + ResultFiles.RUN_JSON + " counted " + Figures.count(expected.getAsLong())
                                    + ": the files belong to different runs or are incomplete");
        }

        /** The plan may have been completed, but the files do not show all of it. */
        private static RunFacts withIncompleteFiles(RunFacts facts, Optional<String> lack) {
            return lack.isEmpty() || facts.cutShort().isPresent()
                    ? facts
                    : facts.toBuilder().cutShort(lack).build();
        }

        /** Names the files of a result by their usual names. */
        private boolean isUsual() {
            return csv.endsWith(RequestsCsv.FILE_NAME);
        }
    }
}
