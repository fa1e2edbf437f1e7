package dev.llmbench.cli;

import dev.llmbench.budget.Verdicts;
import dev.llmbench.plan.Budget;
import dev.llmbench.plan.Evidence;
import dev.llmbench.plan.GoodputLimits;
import dev.llmbench.plan.LimitText;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.report.Terminal;
import dev.llmbench.report.VerdictLine;
import dev.llmbench.report.console.ConsoleSummary;
import dev.llmbench.report.files.ResultFiles;
import dev.llmbench.report.files.SavedRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the summary of finished runs, as at the end of a run, and judges them. */
@Command(
        name = "summarize",
        description = "Prints the summary of a run from its requests.csv and the run.json next to it, and judges it.",
        mixinStandardHelpOptions = true)
final class Summarize implements Callable<Integer> {
    private static final Pattern NOT_ASCII = Pattern.compile("[^\\x00-\\x7f]");

    private final Terminal terminal;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE_OR_DIR",
            description = "requests.csv, gzipped or not, or the directory that contains it")
    private List<Path> files = List.of();

    @Option(
            names = "--budget",
            paramLabel = "LIMIT",
            description = "the budgets to use instead of the run's own, such as \"ttft.p95<=300ms\","
                    + " \"ttft.p99@stage2<=1s, error_rate<=1%%, throughput>=20\"; may be given several times. If none is"
                    + " on the error rate, at most 1 %% is added")
    private List<String> budgets = List.of();

    @Option(
            names = "--goodput",
            paramLabel = "LIMITS",
            description =
                    "the limits that make a request good, instead of the run's own, such as \"ttft<=300ms,tpot<=50ms\"")
    private @Nullable String goodput;

    @Option(
            names = "--evidence",
            paramLabel = "POLICY",
            description = "how certain a verdict has to be: ${COMPLETION-CANDIDATES}")
    private @Nullable Evidence evidence;

    @Option(names = "--accept-invalid", description = "lets a run pass although its load was not offered as planned")
    private boolean acceptInvalid;

    @Option(names = "--json", description = "prints summary.json with these verdicts instead of the summary")
    private boolean json;

    Summarize(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        CommandLine command = Objects.requireNonNull(spec).commandLine();
        int status = ExitStatus.PASSED;
        for (Path file : files) {
            status = ExitStatus.graver(status, summarize(file, command.getOut(), command.getErr()));
        }
        return status;
    }

    private int summarize(Path file, PrintWriter out, PrintWriter err) throws IOException {
        SavedRun run = SavedRun.read(file, this::judged);
        Verdicts verdicts = Verdicts.of(run.result());
        List<VerdictLine> lines = VerdictLine.of(verdicts);
        run.notes().forEach(note -> err.println("Note: " + note + "."));
        err.flush();
        out.print(
                json
                        ? escaped(ResultFiles.summary(run.result(), lines))
                        : ConsoleSummary.render(run.result(), lines, terminal).replace("\n", System.lineSeparator()));
        out.flush();
        return ExitStatus.of(run.result(), verdicts);
    }

    /** Escapes non-ASCII characters, which a console's charset might replace by question marks. */
    private String escaped(String summary) {
        if (terminal.unicode()) {
            return summary;
        }
        return NOT_ASCII
                .matcher(summary)
                .replaceAll(sign -> String.format(
                        Locale.ROOT, "\\\\u%04x", (int) sign.group().charAt(0)));
    }

    private LoadPlan judged(LoadPlan own) {
        GoodputLimits limits = goodput == null ? own.goodput() : LimitText.goodput("--goodput", goodput);
        List<Budget> given = budgets.stream()
                .flatMap(text -> LimitText.budgets("--budget", text).stream())
                .toList();
        return own.judgedBy(
                given.isEmpty() ? own.budgets() : given,
                limits,
                evidence == null ? own.evidence() : evidence,
                acceptInvalid || own.acceptsInvalid());
    }
}
