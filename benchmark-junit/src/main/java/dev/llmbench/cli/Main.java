package dev.llmbench.cli;

import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.Evidence;
import dev.llmbench.report.Terminal;
import dev.llmbench.report.Versions;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.AccessDeniedException;
import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/**
 * The entry point of the self-contained jar: {@code java -jar benchmark-junit-…-cli.jar summarize requests.csv --budget
 * "ttft.p95<=300ms"}.
 */
@Command(
        name = "llmbench",
        description = "Reads the files of finished load tests, without rerunning them, and checks datasets.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
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
        PrintWriter out = new PrintWriter(new Printing(System.out));
        PrintWriter err = new PrintWriter(new Printing(System.err));
        int status = run(out, err, Terminal.ofStandardOutput(), arguments);
        out.flush();
        err.flush();
        System.exit(status);
    }

    /** Runs the command and returns its exit status. */
    static int run(PrintWriter out, PrintWriter err, Terminal terminal, String... arguments) {
        return new CommandLine(new Main(), new Commands(terminal))
                .setOut(out)
                .setErr(err)
                .setUsageHelpWidth(100)
                .registerConverter(Evidence.class, Main::evidence)
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    if (e instanceof IOException || e instanceof ConfigurationException) {
                        command.getErr().println(said(e));
                        return ExitStatus.USAGE;
                    }
                    throw e;
                })
                .execute(arguments);
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

    private static String said(Exception e) {
        return e instanceof AccessDeniedException
                ? e.getMessage() + " may not be read"
                : String.valueOf(e.getMessage());
    }

    /** Leaves the charset to the stream: a separate writer would not use the console's. */
    private static final class Printing extends Writer {
        private final PrintStream stream;

        Printing(PrintStream stream) {
            this.stream = stream;
        }

        @Override
        public void write(char[] text, int from, int length) {
            stream.print(new String(text, from, length));
        }

        @Override
        public void flush() {
            stream.flush();
        }

        @Override
        public void close() {
            stream.flush();
        }
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

    /** Reads the version from the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"llmbench " + Versions.library()};
        }
    }
}
