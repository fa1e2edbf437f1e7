package dev.llmbench.metric;

/** Collects latencies in microseconds. Implementations differ in how much memory they need. Not thread-safe. */
public interface LatencyCollector {

    /** Records a latency. In percentiles, one of more than an hour counts as an hour. */
    void record(long micros);

    /** Adds all recorded latencies to a histogram without loss of precision. */
    void addTo(LatencyHistogram histogram);

    /** Reduces memory use if possible, at the cost of slower recording from then on. */
    default void compact() {
        // By default, there is nothing to reduce.
    }
}
