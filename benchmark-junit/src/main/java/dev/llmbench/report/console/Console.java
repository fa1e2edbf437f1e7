package dev.llmbench.report.console;

/** The one place that prints to standard output. */
public final class Console {
    private Console() {}

    /** Prints whole lines at once, so that nothing of another thread comes between them. */
    public static void print(String text) {
        String whole = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        System.out.println(whole.replace("\n", System.lineSeparator()));
    }
}
