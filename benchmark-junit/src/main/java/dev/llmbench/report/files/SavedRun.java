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
 * A run that was measured before, read back from the files that it left: the same result without rerunning.
 *
 * @param result what was measured: percentiles, rates and intervals, of the run, of its stages and over time, as they were
 * @param environment what the run was made with; empty where no run.json says
 * @param notes what the files lack, and what that does to the result; empty where nothing is missing
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
     * Reads a run, to be judged by other budgets than its own. Needs memory for the result alone, however long the CSV is,
     * and reads that once; a second time where no run.json stands beside it. Without one the load is taken for steady, with
     * as many stages as the rows name, and gaps between chunks are unknown.
     *
     * <p>What the test's own assertions failed with stays, unless other budgets are asked.
     *
     * <p>A last line that is cut off, as by a killed JVM, is left out and noted. A result that lacks rows which run.json
     * counted is invalid.
     *
     * @param file requests.csv, compressed by gzip or not, under any name; or the directory that holds it
     * @param judging makes the plan that the run is judged by, see {@link LoadPlan#judgedBy}
     * @throws IOException if a file cannot be read or is damaged; the message names the file, the line or field, and what
     *     is wrong with it
     * @throws dev.llmbench.plan.ConfigurationException if the run cannot be judged so
     */
    public static SavedRun read(Path file, UnaryOperator<LoadPlan> judging) throws IOException {
        return read(file, judging, sample -> {});
    }

    /**
     * The same, with something else that takes each sample.
     *
     * @param other is fed once with each request of the file, in its order
     * @see #read(Path, UnaryOperator)
     */
    public static SavedRun read(Path file, UnaryOperator<LoadPlan> judging, SampleSink other) throws IOException {
        Path csv = csv(file);
        Path runJson = csv.resolveSibling(ResultFiles.RUN_JSON);
        return Files.exists(runJson) ? withRunJson(csv, runJson, judging, other) : alone(csv, judging, other);
    }

    /** The directory that holds the files of such a run. */
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
        throw new NoSuchFileException(file + " holds neither " + RequestsCsv.FILE_NAME + " nor " + COMPRESSED);
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

    /** One pass over the rows. */
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
                                "stage = " + sample.stage() + ", and the run in " + ResultFiles.RUN_JSON + " has "
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
                    notes.add("The last line of " + csv.getFileName() + " is cut off and left out: the run was killed,"
                            + " or the file was not copied whole");
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
                    : Optional.of(csv.getFileName() + " holds " + Figures.count(measured) + " measured requests, and "
                            + ResultFiles.RUN_JSON + " counted " + Figures.count(expected.getAsLong())
                            + ": the files are not of one run, or not whole");
        }

        /** The plan may have been carried out, but not all of it is to be seen. */
        private static RunFacts withIncompleteFiles(RunFacts facts, Optional<String> lack) {
            return lack.isEmpty() || facts.cutShort().isPresent()
                    ? facts
                    : facts.toBuilder().cutShort(lack).build();
        }

        /** A result names its files by their usual name. */
        private boolean isUsual() {
            return csv.endsWith(RequestsCsv.FILE_NAME);
        }
    }
}
