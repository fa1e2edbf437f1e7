package dev.llmbench.dataset.trace;

import java.time.Duration;
import java.util.Objects;

/**
 * The requests of a trace in chronological order: when they arrived, how long they were, and what they shared.
 *
 * <p>A trace is stored in memory as plain numbers: 20 bytes per request, 4 more if there are hash ids, and 8 for each
 * of these. A million requests take 20 MB. Only the requests within the window are stored.
 *
 * <pre>{@code
 * static Optional<Duration> lengthOf(Dataset dataset) {
 *     return dataset.trace().map(Trace::length);
 * }
 * }</pre>
 */
public final class Trace {
    private final TraceTable table;
    private final long length;

    /**
     * Creates the trace of a table.
     *
     * @param length the length in microseconds; greater than the time of the last request
     */
    public Trace(TraceTable table, long length) {
        this.table = table;
        this.length = length;
    }

    /** Returns the number of requests. */
    public int requests() {
        return table.size();
    }

    /**
     * Returns the arrival time of a request, in microseconds since the trace's first request, or since the start of its
     * window.
     *
     * @param request the number of the request, counted from 0
     */
    public long micros(int request) {
        return table.micros(Objects.checkIndex(request, requests()));
    }

    /** Returns the length of the trace: up to the end of its window, or to the millisecond after its last request. */
    public Duration length() {
        return Duration.ofNanos(length * 1_000);
    }

    /** Returns the mean number of tokens of a prompt. */
    public double meanInputTokens() {
        long sum = 0;
        for (int request = 0; request < requests(); request++) {
            sum += table.inputTokens(request);
        }
        return (double) sum / requests();
    }

    public TraceTable table() {
        return table;
    }
}
