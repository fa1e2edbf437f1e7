package dev.llmbench.cli;

import dev.llmbench.budget.Verdicts;
import dev.llmbench.report.files.ResultFiles;
import dev.llmbench.report.files.SavedRun;
import dev.llmbench.report.html.HtmlReport;
import dev.llmbench.report.html.NotableRequests;
import dev.llmbench.report.html.ReportedRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Rewrites the HTML report of finished runs. */
@Command(
        name = "report",
        description = {
            "Writes report.html of a run next to its requests.csv, from that file and the run.json next to it.",
            "Does not judge: the exit status is 0, or 2 if a file cannot be read or written."
        },
        mixinStandardHelpOptions = true)
final class Report implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE_OR_DIR",
            description = "requests.csv, gzipped or not, or the directory that contains it")
    private List<Path> files = List.of();

    @Override
    public Integer call() throws IOException {
        CommandLine command = Objects.requireNonNull(spec).commandLine();
        for (Path file : files) {
            write(file, command);
        }
        return ExitStatus.PASSED;
    }

    private static void write(Path file, CommandLine command) throws IOException {
        NotableRequests notable = new NotableRequests();
        SavedRun run = SavedRun.read(file, plan -> plan, notable);
        run.notes().forEach(note -> command.getErr().println("Note: " + file + ": " + note + "."));
        command.getErr().flush();
        Path directory = SavedRun.directory(file);
        HtmlReport.write(directory, new ReportedRun(Verdicts.of(run.result()), notable, run.environment()));
        command.getOut().println(directory.resolve(ResultFiles.REPORT_HTML));
        command.getOut().flush();
    }
}
