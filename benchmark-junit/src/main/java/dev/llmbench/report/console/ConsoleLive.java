package dev.llmbench.report.console;

import dev.llmbench.report.Terminal;
import java.io.PrintStream;

/**
 * Puts a block of lines below everything else that this JVM prints, for as long as it is open: standard output and standard
 * error are led around it.
 */
final class ConsoleLive {
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final LiveBlock block = new LiveBlock(out, Terminal.standardOutput());
    private final PrintStream outAbove = block.above(out);
    private final PrintStream errAbove = block.above(err);

    private ConsoleLive() {}

    static LiveBlock start() {
        ConsoleLive live = new ConsoleLive();
        System.setOut(live.outAbove);
        System.setErr(live.errAbove);
        live.block.whenClosed(live::giveBack);
        return live.block;
    }

    /** Whoever has put streams of their own in place meanwhile keeps them. */
    private void giveBack() {
        if (System.out == outAbove) {
            System.setOut(out);
        }
        if (System.err == errAbove) {
            System.setErr(err);
        }
    }
}
