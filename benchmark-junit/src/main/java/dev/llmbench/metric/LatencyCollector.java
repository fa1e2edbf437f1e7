package dev.llmbench.metric;

/** Collects latencies in microseconds, in more or in less memory. Not thread-safe. */
public interface LatencyCollector {

    /** Adds one latency; what is longer than an hour counts as an hour in percentiles. */
    void record(long micros);

    /** Adds all that was collected to the histogram, without any loss of precision. */
    void addTo(LatencyHistogram histogram);

    /** Takes less memory where it can, since hardly anything more is to be recorded; what is all the same takes longer. */
    default void compact() {
        // What can do so says how.
    }
}
