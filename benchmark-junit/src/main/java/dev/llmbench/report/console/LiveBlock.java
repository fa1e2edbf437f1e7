package dev.llmbench.report.console;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.List;

/**
 * A few lines at the bottom of a terminal that are rewritten in place, with escape sequences that today's terminals support. Any
 * other output goes above them: they are removed to make room, and shown again when its line is complete. Thread-safe.
 */
final class LiveBlock {
    private static final String UP = "\u001b[";

    private static final String LINES_AND_CLEAR = "A\r\u001b[J";
    /** Cuts lines that are wider than the terminal, since a wrapped line would occupy two. */
    private static final String NO_WRAP = "\u001b[?7l";

    private static final String WRAP = "\u001b[?7h";

    private final PrintStream terminal;
    private final Charset charset;
    private Runnable whenClosed = () -> {};
    private int shown;
    private boolean atLineStart = true;
    private boolean closed;

    LiveBlock(PrintStream terminal, Charset charset) {
        this.terminal = terminal;
        this.charset = charset;
    }

    synchronized void whenClosed(Runnable action) {
        whenClosed = action;
    }

    /** Replaces the shown lines by these, but not while another line is incomplete. */
    synchronized void show(List<String> lines) {
        if (closed || !atLineStart) {
            return;
        }
        print(clearing() + NO_WRAP + text(lines) + WRAP);
        shown = lines.size();
    }

    /** Shows these lines permanently, however long they are; other output no longer goes above them. */
    synchronized void close(List<String> last) {
        if (!closed) {
            print((atLineStart ? clearing() : System.lineSeparator()) + text(last));
        }
        shown = 0;
        closed = true;
        whenClosed.run();
    }

    private static String text(List<String> lines) {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line).append(System.lineSeparator()));
        return text.toString();
    }

    private void print(String text) {
        terminal.print(text);
        terminal.flush();
    }

    private String clearing() {
        return shown == 0 ? "" : UP + shown + LINES_AND_CLEAR;
    }

    /** Returns a stream whose output appears above the lines, on the same terminal. */
    PrintStream above(PrintStream stream) {
        return new AbovePrinter(new Above(stream), charset);
    }

    private synchronized void printAbove(PrintStream stream, byte[] bytes, int offset, int length) {
        if (shown > 0) {
            print(clearing());
            shown = 0;
        }
        stream.write(bytes, offset, length);
        stream.flush();
        atLineStart = bytes[offset + length - 1] == '\n';
    }

    /** A separate class, so that it is not mistaken for the JVM's own standard output. */
    private static final class AbovePrinter extends PrintStream {
        AbovePrinter(OutputStream out, Charset charset) {
            super(out, true, charset);
        }
    }

    private final class Above extends OutputStream {
        private final PrintStream stream;

        Above(PrintStream stream) {
            this.stream = stream;
        }

        @Override
        public void write(int octet) {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            if (length > 0) {
                printAbove(stream, bytes, offset, length);
            }
        }

        @Override
        public void flush() {
            stream.flush();
        }
    }
}
