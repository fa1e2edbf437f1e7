package dev.llmbench.result;

/**
 * What ended ok within a window of time, for throughput. Requests that complete while the run drains are not included.
 *
 * <pre>{@code
 * Completed completed = result.run().completed();
 * double meanLength = (double) completed.outputTokens() / completed.requests();
 * }</pre>
 *
 * @param requests requests that ended ok
 * @param good those of them that met every goodput limit
 * @param outputTokens their output tokens, as far as counted
 * @param promptTokens their prompt tokens, as far as counted
 */
public record Completed(long requests, long good, long outputTokens, long promptTokens) {
    static final Completed NONE = new Completed(0, 0, 0, 0);

    Completed plus(Completed other) {
        return new Completed(
                requests + other.requests,
                good + other.good,
                outputTokens + other.outputTokens,
                promptTokens + other.promptTokens);
    }
}
