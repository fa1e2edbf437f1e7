package dev.llmbench.plan;

import java.time.Duration;
import java.util.Optional;

/**
 * What part of a trace is replayed, in trace time, which counts from the trace's first request.
 *
 * <pre>{@code
 * TraceWindow firstTenMinutes = TraceWindow.parse("traceWindow", "0s..10m");
 * }</pre>
 *
 * @param from its start
 * @param to its end, which is no longer in it; empty for the trace's own
 */
public record TraceWindow(Duration from, Optional<Duration> to) {

    /** All of it. */
    public static final TraceWindow WHOLE = new TraceWindow(Duration.ZERO, Optional.empty());

    public TraceWindow {
        if (from.isNegative() || to.filter(end -> end.compareTo(from) <= 0).isPresent()) {
            throw ConfigurationException.of(
                    "traceWindow",
                    inWords(from, to),
                    "a window begins at 0s or later, and ends after that",
                    "Write for example \"0s..10m\"");
        }
    }

    /**
     * Reads a window such as {@code 5m..10m}; {@code 5m..} goes on to the trace's end, and {@code ..10m} begins with it.
     *
     * @param attribute the attribute's name for the message
     * @throws ConfigurationException if the text is no such window
     */
    public static TraceWindow parse(String attribute, String text) {
        String[] ends = text.strip().split("\\.\\.", -1);
        if (ends.length != 2) {
            throw ConfigurationException.of(
                    attribute, text, "a window is two durations with .. between them", "Write for example \"0s..10m\"");
        }
        Optional<Duration> from = duration(attribute, ends[0]);
        return new TraceWindow(from.orElse(Duration.ZERO), duration(attribute, ends[1]));
    }

    private static Optional<Duration> duration(String attribute, String text) {
        return text.isBlank() ? Optional.empty() : Optional.of(Durations.parse(attribute, text));
    }

    /** As {@link #parse} reads it. */
    public String inWords() {
        return inWords(from, to);
    }

    private static String inWords(Duration from, Optional<Duration> to) {
        return Durations.format(from) + ".." + to.map(Durations::format).orElse("");
    }
}
