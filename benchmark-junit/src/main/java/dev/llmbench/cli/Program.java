package dev.llmbench.cli;

import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.report.Terminal;
import dev.llmbench.report.Versions;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.AccessDeniedException;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.IVersionProvider;

/** Runs the commands of a jar. */
final class Program {
    private Program() {}

    /** Runs a command with the standard streams and ends the JVM with its exit status. */
    static void main(Function<Terminal, CommandLine> commands, String... arguments) {
        PrintWriter out = new PrintWriter(new Printing(System.out));
        PrintWriter err = new PrintWriter(new Printing(System.err));
        int status = run(commands.apply(Terminal.ofStandardOutput()), out, err, arguments);
        out.flush();
        err.flush();
        System.exit(status);
    }

    /** Runs a command and returns its exit status. */
    static int run(CommandLine commands, PrintWriter out, PrintWriter err, String... arguments) {
        return commands.setOut(out)
                .setErr(err)
                .setUsageHelpWidth(100)
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    if (e instanceof IOException || e instanceof ConfigurationException) {
                        command.getErr().println(said(e));
                        return ExitStatus.USAGE;
                    }
                    throw e;
                })
                .execute(arguments);
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

    /** Reads the version from the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"llmbench " + Versions.library()};
        }
    }
}
