package dev.llmbench.dataset.trace;

import java.time.Duration;
import java.util.Objects;

/**
 * The requests of a trace in order of time: when they arrived, how long they were, and what they shared.
 *
 * <p>It is held in memory as plain numbers: 20 bytes a request, 4 more where there are hash ids, and 8 for each of these. A
 * million requests take 20 MB. Only the requests within the window are held.
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
     * @param length in microseconds; more than the time of the last request
     */
    public Trace(TraceTable table, long length) {
        this.table = table;
        this.length = length;
    }

    /** The number of requests. */
    public int requests() {
        return table.size();
    }

    /**
     * The arrival time of a request, in microseconds from the trace's first request, or from the start of the window that it
     * was cut to.
     *
     * @param request its number, counted from 0
     */
    public long micros(int request) {
        return table.micros(Objects.checkIndex(request, requests()));
    }

    /** The length of the trace: up to the end of its window, or to the millisecond after its last request. */
    public Duration length() {
        return Duration.ofNanos(length * 1_000);
    }

    /** The mean number of tokens of a prompt. */
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
