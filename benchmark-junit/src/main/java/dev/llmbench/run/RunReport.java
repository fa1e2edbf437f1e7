package dev.llmbench.run;

import dev.llmbench.budget.Verdicts;
import dev.llmbench.report.HistogramLogs;
import dev.llmbench.report.Terminal;
import dev.llmbench.report.VerdictLine;
import dev.llmbench.report.console.Console;
import dev.llmbench.report.console.ConsoleSummary;
import dev.llmbench.report.files.NotStarted;
import dev.llmbench.report.files.ResultFiles;
import dev.llmbench.report.html.HtmlIndex;
import dev.llmbench.report.html.HtmlReport;
import dev.llmbench.report.html.NotableRequests;
import dev.llmbench.report.html.ReportedRun;
import dev.llmbench.report.json.RunEnvironment;
import dev.llmbench.report.markdown.StepSummary;
import dev.llmbench.result.LoadResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says how a run went, in its files and on the console. A file of figures that cannot be written is kept in the result, and
 * what else cannot be is told; neither takes anything else with it.
 */
public final class RunReport {
    private final Outputs outputs;
    private final Path files;
    private final NotableRequests notable;

    public RunReport(Outputs outputs, Path files, NotableRequests notable) {
        this.outputs = outputs;
        this.files = files;
        this.notable = notable;
    }

    /**
     * Writes and prints all.
     *
     * @param measured knows already which files that were written while the run went on are incomplete
     * @param troubles what else went wrong
     * @return the result with all files that are incomplete
     */
    public LoadResult of(LoadResult measured, List<String> troubles) {
        List<String> told = new ArrayList<>(troubles);
        LoadResult result = withFigures(measured);
        Verdicts judged = Verdicts.of(result);
        List<VerdictLine> verdicts = VerdictLine.of(judged);
        writePage(new ReportedRun(result, judged, notable, Optional.of(RunEnvironment.current())))
                .ifPresent(told::add);
        outputs.index().flatMap(RunReport::writeIndex).ifPresent(told::add);
        if (!outputs.concluded()) {
            StepSummary.append(outputs.environment(), result, verdicts).ifPresent(told::add);
        }
        if (!outputs.quiet()) {
            Console.print(ConsoleSummary.render(result, verdicts, Terminal.ofStandardOutput()));
        }
        tell(told);
        return result;
    }

    /**
     * Writes over the verdict how the test around the run ended, and appends the summary for a CI system.
     *
     * @param reported the result that was reported
     * @param failure the message of the test's own assertions; empty where they passed
     */
    public LoadResult conclude(LoadResult reported, Optional<String> failure) {
        List<String> told = new ArrayList<>();
        LoadResult result = failure.map(reported::failedBy).orElse(reported);
        Verdicts judged = Verdicts.of(result);
        List<VerdictLine> verdicts = VerdictLine.of(judged);
        if (failure.isPresent()) {
            try {
                ResultFiles.write(files, result, verdicts);
            } catch (IOException e) {
                told.add(String.valueOf(e.getMessage()));
            }
            writePage(new ReportedRun(result, judged, notable, Optional.of(RunEnvironment.current())))
                    .ifPresent(told::add);
            outputs.index().flatMap(RunReport::writeIndex).ifPresent(told::add);
            if (!outputs.quiet()) {
                Console.print(ConsoleSummary.ending(result, verdicts, Terminal.ofStandardOutput()));
            }
        }
        StepSummary.append(outputs.environment(), result, verdicts).ifPresent(told::add);
        tell(told);
        return result;
    }

    /** Says that the load did not start. */
    public void notStarted(NotStarted note) {
        List<String> told = new ArrayList<>();
        try {
            note.write(files);
        } catch (IOException e) {
            told.add("That the load test did not start could not be noted in " + files + ": " + e);
        }
        outputs.index().flatMap(RunReport::writeIndex).ifPresent(told::add);
        tell(told);
    }

    private static void tell(List<String> troubles) {
        if (!troubles.isEmpty()) {
            Console.print(String.join("\n", troubles));
        }
    }

    private LoadResult withFigures(LoadResult measured) {
        List<String> incomplete = new ArrayList<>(measured.incompleteFiles());
        try {
            ResultFiles.write(files, measured, VerdictLine.of(Verdicts.of(measured)));
        } catch (IOException e) {
            incomplete.add(String.valueOf(e.getMessage()));
        }
        try {
            if (outputs.hlog()) {
                HistogramLogs.write(files, measured);
            }
        } catch (IOException e) {
            incomplete.add("A log of latencies is incomplete: " + e);
        }
        return measured.withIncompleteFiles(incomplete);
    }

    private Optional<String> writePage(ReportedRun run) {
        try {
            HtmlReport.write(files, run);
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            return Optional.of(files.resolve(ResultFiles.REPORT_HTML) + " was not written: " + e);
        }
    }

    private static Optional<String> writeIndex(Path root) {
        try {
            HtmlIndex.write(root);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("The page that lists the load tests could not be written in " + root + ": " + e);
        }
    }
}
