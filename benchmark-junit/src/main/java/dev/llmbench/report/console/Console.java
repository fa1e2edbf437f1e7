package dev.llmbench.report.console;

import dev.llmbench.report.Terminal;
import java.io.PrintStream;

/** The one place that prints to standard output. */
public final class Console {
    private Console() {}

    /** Prints whole lines at once, so that nothing of another thread comes between them. */
    public static void print(String text) {
        String whole = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        System.out.println(whole.replace("\n", System.lineSeparator()));
    }

    /**
     * Whether standard output is the JVM's own. Build tools and test launchers put a stream of a class of their own in its place, which
     * takes text apart by lines and tests.
     */
    static boolean isStandardOutput() {
        return System.out.getClass() == PrintStream.class;
    }

    /**
     * Keeps a block of lines below all that this JVM prints while it is open, by redirecting standard output and standard
     * error.
     */
    static final class Live {
        private final PrintStream out = System.out;
        private final PrintStream err = System.err;
        private final LiveBlock block = new LiveBlock(out, Terminal.standardOutput());
        private final PrintStream outAbove = block.above(out);
        private final PrintStream errAbove = block.above(err);

        private Live() {}

        static LiveBlock start() {
            Live live = new Live();
            System.setOut(live.outAbove);
            System.setErr(live.errAbove);
            live.block.whenClosed(live::giveBack);
            return live.block;
        }

        /** Streams that others have set in the meantime stay. */
        private void giveBack() {
            if (System.out == outAbove) {
                System.setOut(out);
            }
            if (System.err == errAbove) {
                System.setErr(err);
            }
        }
    }
}
