package dev.llmbench.cli;

import dev.llmbench.history.ComparableRuns.Earlier;
import dev.llmbench.history.DatabaseUser;
import dev.llmbench.history.HistoryList;
import dev.llmbench.history.RecordedFigure;
import dev.llmbench.history.RunHistory;
import dev.llmbench.metric.Format;
import dev.llmbench.metric.Metric;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.report.TextTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the history that relative budgets are compared with, and begins baselines or drops runs. */
@Command(
        name = "history",
        description = {
            "Shows the runs that budgets with noWorseThan are compared with, and decides which of them count.",
            "The exit status is 0, or 2 if there is no such test or run, or a file cannot be read."
        },
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class History implements Runnable {
    private static final String NAMES_TEST = "the test, such as ChatLatencyIT.chatStaysFast";
    private static final String NEEDS_REASON = "the reason, for those who read the history later";

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--dir",
            paramLabel = "PLACE",
            scope = CommandLine.ScopeType.INHERIT,
            description = "the folder of the history, or the jdbc: URL of a database; default: ${DEFAULT-VALUE}",
            defaultValue = RunHistory.USUAL_FOLDER)
    private String place = RunHistory.USUAL_FOLDER;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                command(), "Say what to do with the history: list, show, accept or drop");
    }

    @Command(
            description = "Lists the tests and how many of their runs count, by class of machine and load.",
            mixinStandardHelpOptions = true)
    int list() throws IOException {
        HistoryList history = warnedOf(history().list());
        TextTable table = new TextTable("Test", "Machine", "Load", "Runs", "Count");
        for (HistoryList.Line line : history.lines()) {
            table.row(
                    line.test(),
                    line.env(),
                    line.series(),
                    String.valueOf(line.recorded()),
                    String.valueOf(line.counting()));
        }
        return print(table.lines());
    }

    @Command(description = "Shows the runs of a test, oldest first.", mixinStandardHelpOptions = true)
    int show(@Parameters(paramLabel = "TEST", description = NAMES_TEST) String test) throws IOException {
        HistoryList history;
        try {
            history = warnedOf(history().of(test));
        } catch (IllegalArgumentException e) {
            throw ConfigurationException.saying(e.getMessage() + ".");
        }
        for (HistoryList.Line line : history.lines()) {
            print(List.of(line.test() + " on " + line.env() + ", load " + line.series()));
            TextTable table = new TextTable("Run", "Started", "Epoch", "Counts", "TTFT p95", "TPOT mean", "Throughput");
            line.runs().forEach(run -> row(table, run));
            print(table.lines());
        }
        return ExitStatus.PASSED;
    }

    private static void row(TextTable table, Earlier run) {
        table.row(
                run.record().id(),
                run.record().startedAt().truncatedTo(ChronoUnit.SECONDS).toString(),
                run.epoch().isEmpty() ? "-" : run.epoch(),
                run.counts() ? "yes" : run.record().standing().name().toLowerCase(Locale.ROOT),
                figure(run, Metric.TTFT, "ttft.p95"),
                figure(run, Metric.TPOT, "tpot.mean"),
                figure(run, Metric.REQUEST_THROUGHPUT, "request_throughput"));
    }

    private static String figure(Earlier run, Metric metric, String key) {
        RecordedFigure figure = run.record().figures().get(key);
        return figure == null ? "-" : Format.value(metric, figure.value());
    }

    @Command(
            description = "Begins a new baseline, with the runs since a commit or with the next run.",
            mixinStandardHelpOptions = true)
    int accept(
            @Parameters(paramLabel = "TEST", description = NAMES_TEST) String test,
            @Option(
                            names = "--since",
                            paramLabel = "COMMIT",
                            defaultValue = "",
                            description = "the start of a commit's hash, with at least 7 digits; default: the next run")
                    String since,
            @Option(names = "--reason", paramLabel = "TEXT", required = true, description = NEEDS_REASON) String reason)
            throws IOException {
        return change(() -> history().accept(test, since, reason));
    }

    @Command(description = "Excludes runs from the baseline; their files are kept.", mixinStandardHelpOptions = true)
    int drop(
            @Parameters(paramLabel = "TEST", description = NAMES_TEST) String test,
            @Parameters(
                            paramLabel = "RUN",
                            description =
                                    "the id of a run, as printed by show, or the start of a commit's hash, with at least 7 digits")
                    String run,
            @Option(names = "--reason", paramLabel = "TEXT", required = true, description = NEEDS_REASON) String reason)
            throws IOException {
        return change(() -> history().drop(test, run, reason));
    }

    private interface Change {
        String make() throws IOException;
    }

    private int change(Change change) throws IOException {
        try {
            return print(List.of(change.make() + "."));
        } catch (IllegalArgumentException e) {
            throw ConfigurationException.saying(e.getMessage() + ".");
        }
    }

    private HistoryList warnedOf(HistoryList history) {
        history.warnings().forEach(warning -> command().getErr().println(warning + "."));
        command().getErr().flush();
        return history;
    }

    private RunHistory history() {
        try {
            RunHistory.requireNoCredentials(place);
        } catch (IllegalArgumentException e) {
            throw ConfigurationException.saying("--dir: " + e.getMessage()
                    + ". Set the environment variables LLMBENCH_HISTORY_USER and LLMBENCH_HISTORY_PASSWORD instead.");
        }
        if (!RunHistory.isDatabase(place) && !Files.isDirectory(Path.of(place))) {
            throw ConfigurationException.saying("There is no history in " + place + ". Name its folder by --dir.");
        }
        return RunHistory.at(place, Path.of(""), DatabaseUser.of(System.getenv()));
    }

    private int print(List<String> lines) {
        lines.forEach(command().getOut()::println);
        command().getOut().flush();
        return ExitStatus.PASSED;
    }

    private CommandLine command() {
        return Objects.requireNonNull(spec).commandLine();
    }
}
