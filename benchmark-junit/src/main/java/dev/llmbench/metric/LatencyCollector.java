package dev.llmbench.metric;

/** Collects latencies in microseconds, in more or in less memory. Not thread-safe. */
public interface LatencyCollector {

    /** Adds one latency; what is longer than an hour counts as an hour in percentiles. */
    void record(long micros);

    /** Adds all that was collected to the histogram, without any loss of precision. */
    void addTo(LatencyHistogram histogram);
}
