package dev.llmbench.cli;

import dev.llmbench.plan.Evidence;
import dev.llmbench.report.Terminal;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The entry point of the self-contained jar: {@code java -jar benchmark-junit-…-cli.jar summarize requests.csv --budget
 * "ttft.p95<=300ms"}.
 */
@Command(
        name = "llmbench",
        description = "Reads the files of finished load tests, without rerunning them, and checks datasets.",
        mixinStandardHelpOptions = true,
        versionProvider = Program.Version.class,
        subcommands = {Summarize.class, Compare.class, Report.class, CheckDataset.class, History.class},
        footer = {
            "",
            "Exit status: 0 passed, 1 a budget is broken, 2 invalid arguments or an unreadable file,",
            "3 inconclusive, 4 the run is invalid. With several files, the worst: 4, 1, 3, 0."
        })
public final class Main {
    private Main() {}

    /** Runs the command and ends the JVM with its exit status. */
    public static void main(String[] arguments) {
        Program.main(Main::commands, arguments);
    }

    /** Runs the command and returns its exit status. */
    static int run(PrintWriter out, PrintWriter err, Terminal terminal, String... arguments) {
        return Program.run(commands(terminal), out, err, arguments);
    }

    private static CommandLine commands(Terminal terminal) {
        return new CommandLine(new Main(), new Commands(terminal)).registerConverter(Evidence.class, Main::evidence);
    }

    /** Ignores case and accepts {@code -} or {@code _} between words, like the rest of the library. */
    private static Evidence evidence(String text) {
        return Arrays.stream(Evidence.values())
                .filter(policy ->
                        policy.name().equals(text.toUpperCase(Locale.ROOT).replace('-', '_')))
                .findFirst()
                .orElseThrow(() -> new CommandLine.TypeConversionException(
                        "'" + text + "' is no policy of evidence: write " + Arrays.toString(Evidence.values())));
    }

    /** Passes the terminal to the commands that it creates. */
    private record Commands(Terminal terminal) implements CommandLine.IFactory {
        @Override
        public <K> K create(Class<K> type) throws Exception {
            if (type == Summarize.class) {
                return type.cast(new Summarize(terminal));
            }
            return type == Compare.class
                    ? type.cast(new Compare(terminal))
                    : CommandLine.defaultFactory().create(type);
        }
    }
}
