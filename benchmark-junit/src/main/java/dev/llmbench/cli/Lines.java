package dev.llmbench.cli;

import dev.llmbench.report.SafeText;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Prints lines with the time, for programs that run for long. Text from other machines cannot break a line. Thread-safe. */
final class Lines {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final int LONGEST = 2000;

    private final PrintWriter out;
    private final Clock clock;

    Lines(PrintWriter out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    synchronized void print(String text) {
        out.println(LocalDateTime.now(clock).format(TIME) + " " + SafeText.oneLine(text, LONGEST));
        out.flush();
    }
}
