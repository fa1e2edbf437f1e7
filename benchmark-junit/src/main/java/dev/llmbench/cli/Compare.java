package dev.llmbench.cli;

import dev.llmbench.report.Terminal;
import dev.llmbench.report.console.ConsoleComparison;
import dev.llmbench.report.files.SavedRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints two runs side by side without judging them. */
@Command(
        name = "compare",
        description = {
            "Prints two runs side by side: each figure, by how much B differs from A, and whether their 95 %% intervals are"
                    + " apart, which is rarely due to chance.",
            "Judges neither run: the exit status is 0, or 2 if a file cannot be read."
        },
        mixinStandardHelpOptions = true)
final class Compare implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "A", description = "the requests.csv to compare with, or its directory")
    private Path before = Path.of("");

    @Parameters(index = "1", paramLabel = "B", description = "the requests.csv to compare, or its directory")
    private Path after = Path.of("");

    Compare(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        CommandLine command = Objects.requireNonNull(spec).commandLine();
        SavedRun a = read(before, command);
        SavedRun b = read(after, command);
        command.getOut()
                .print(ConsoleComparison.render(a.result(), b.result(), terminal)
                        .replace("\n", System.lineSeparator()));
        command.getOut().flush();
        return ExitStatus.PASSED;
    }

    private static SavedRun read(Path file, CommandLine command) throws IOException {
        SavedRun run = SavedRun.read(file);
        run.notes().forEach(note -> command.getErr().println("Note: " + file + ": " + note + "."));
        command.getErr().flush();
        return run;
    }
}
