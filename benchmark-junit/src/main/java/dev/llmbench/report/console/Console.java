package dev.llmbench.report.console;

import dev.llmbench.report.Terminal;
import java.io.PrintStream;

/** Prints to standard output; nothing else does. */
public final class Console {
    private Console() {}

    /** Prints whole lines at once, so that the output of other threads cannot interleave. */
    public static void print(String text) {
        String whole = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        System.out.println(whole.replace("\n", System.lineSeparator()));
    }

    /**
     * Returns whether standard output is the JVM's own stream. Build tools and test launchers replace it with a stream class of their
     * own, which splits text by lines and tests.
     */
    static boolean isStandardOutput() {
        return System.out.getClass() == PrintStream.class;
    }

    /**
     * Keeps a block of lines below everything that this JVM prints while it is open, by redirecting standard output and standard
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

        /** Does not replace streams that others have set in the meantime. */
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
