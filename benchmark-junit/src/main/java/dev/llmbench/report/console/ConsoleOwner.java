package dev.llmbench.report.console;

import java.io.PrintStream;

/** Whose standard output is. */
final class ConsoleOwner {
    private ConsoleOwner() {}

    /**
     * Whether it is the JVM's own. Build tools and test launchers put a stream of a class of their own in its place, which
     * takes text apart by lines and tests.
     */
    static boolean isStandardOutput() {
        return System.out.getClass() == PrintStream.class;
    }
}
