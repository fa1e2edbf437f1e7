package dev.llmbench.metric;

/** Collects latencies in microseconds, in more or in less memory. Not thread-safe. */
public interface LatencyCollector {

    /** Records a latency; one of more than an hour counts as an hour in percentiles. */
    void record(long micros);

    /** Adds all recorded latencies to a histogram without loss of precision. */
    void addTo(LatencyHistogram histogram);

    /** Reduces memory use if possible, at the cost of slower recording from then on. */
    default void compact() {
        // What can do so says how.
    }
}
