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
 * Reports a run in its files and on the console. If a file of figures cannot be written, the result names it; other failures
 * are printed. None of them prevents the remaining output.
 */
public final class RunReport {
    private final Outputs outputs;
    private final Path files;
    private final NotableRequests notable;
    private final History history;

    public RunReport(Outputs outputs, Path files, NotableRequests notable, History history) {
        this.outputs = outputs;
        this.files = files;
        this.notable = notable;
        this.history = history;
    }

    /**
     * Writes and prints everything.
     *
     * @param measured the result, which already names incomplete files that were written during the run
     * @param problems what else went wrong
     * @return the verdicts on the result, which names all incomplete files
     */
    public Verdicts of(LoadResult measured, List<String> problems) {
        List<String> messages = new ArrayList<>(problems);
        Verdicts of = Verdicts.of(history.compared(measured, messages));
        Verdicts judged = withFigures(of);
        List<VerdictLine> verdicts = VerdictLine.of(judged);
        writePages(judged, messages);
        if (!outputs.concluded()) {
            messages.addAll(history.record(judged));
            StepSummary.append(outputs.environment(), judged.result(), verdicts).ifPresent(messages::add);
        }
        if (!outputs.quiet()) {
            Console.print(ConsoleSummary.render(judged.result(), verdicts, Terminal.ofStandardOutput()));
        }
        tell(messages);
        return judged;
    }

    /**
     * Replaces the verdict with the outcome of the test around the run, and appends the summary for a CI system.
     *
     * @param reported the verdicts reported so far
     * @param failure the message of the test's own assertions; empty if they passed
     */
    public Verdicts conclude(Verdicts reported, Optional<String> failure) {
        List<String> messages = new ArrayList<>();
        Verdicts judged =
                failure.map(reported.result()::failedBy).map(reported::with).orElse(reported);
        LoadResult result = judged.result();
        List<VerdictLine> verdicts = VerdictLine.of(judged);
        if (failure.isPresent()) {
            try {
                ResultFiles.write(files, result, verdicts);
            } catch (IOException e) {
                messages.add(String.valueOf(e.getMessage()));
            }
            writePages(judged, messages);
            if (!outputs.quiet()) {
                Console.print(ConsoleSummary.ending(result, verdicts, Terminal.ofStandardOutput()));
            }
        }
        messages.addAll(history.record(judged));
        StepSummary.append(outputs.environment(), result, verdicts).ifPresent(messages::add);
        tell(messages);
        return judged;
    }

    /** Reports that the load did not start. */
    public void notStarted(NotStarted note) {
        List<String> messages = new ArrayList<>();
        try {
            note.write(files);
        } catch (IOException e) {
            messages.add("The note that the load test did not start could not be written in " + files + ": " + e);
        }
        outputs.index().flatMap(RunReport::writeIndex).ifPresent(messages::add);
        tell(messages);
    }

    private static void tell(List<String> problems) {
        if (!problems.isEmpty()) {
            Console.print(String.join("\n", problems));
        }
    }

    private Verdicts withFigures(Verdicts judged) {
        LoadResult measured = judged.result();
        List<String> incomplete = new ArrayList<>(measured.incompleteFiles());
        try {
            ResultFiles.write(files, measured, VerdictLine.of(judged));
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
        return judged.with(measured.withIncompleteFiles(incomplete));
    }

    private void writePages(Verdicts judged, List<String> messages) {
        try {
            HtmlReport.write(files, new ReportedRun(judged, notable, Optional.of(RunEnvironment.current())));
        } catch (IOException | RuntimeException e) {
            messages.add(files.resolve(ResultFiles.REPORT_HTML) + " was not written: " + e);
        }
        outputs.index().flatMap(RunReport::writeIndex).ifPresent(messages::add);
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
