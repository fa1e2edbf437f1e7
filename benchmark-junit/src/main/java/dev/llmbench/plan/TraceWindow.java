package dev.llmbench.plan;

import java.time.Duration;
import java.util.Optional;

/**
 * The part of a trace that is replayed, in trace time, which is counted from the trace's first request.
 *
 * <pre>{@code
 * TraceWindow firstTenMinutes = TraceWindow.parse("traceWindow", "0s..10m");
 * }</pre>
 *
 * @param from its start
 * @param to its exclusive end; empty for the end of the trace
 */
public record TraceWindow(Duration from, Optional<Duration> to) {

    /** The whole trace. */
    public static final TraceWindow WHOLE = new TraceWindow(Duration.ZERO, Optional.empty());

    public TraceWindow {
        if (from.isNegative() || to.filter(end -> end.compareTo(from) <= 0).isPresent()) {
            throw ConfigurationException.of(
                    "traceWindow",
                    inWords(from, to),
                    "a window begins at 0s or later and ends after its beginning",
                    "Write for example \"0s..10m\"");
        }
    }

    /**
     * Parses a window such as {@code 5m..10m}; {@code 5m..} ends with the trace, and {@code ..10m} begins with it.
     *
     * @param attribute the name of the attribute, for messages
     * @throws ConfigurationException if the text is not such a window
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

    /** Formats the window as {@link #parse} reads it. */
    public String inWords() {
        return inWords(from, to);
    }

    private static String inWords(Duration from, Optional<Duration> to) {
        return Durations.format(from) + ".." + to.map(Durations::format).orElse("");
    }
}
