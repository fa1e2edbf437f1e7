package dev.llmbench.result;

import dev.llmbench.metric.Metric;
import dev.llmbench.plan.GoodputLimits;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.Tokens;

/**
 * The requests that ended ok within a time window, for throughput. Requests that complete while the run drains are not included.
 *
 * <pre>{@code
 * Completed completed = result.run().completed();
 * double meanLength = (double) completed.outputTokens() / completed.requests();
 * }</pre>
 *
 * @param requests the requests that ended ok
 * @param good how many of them met every goodput limit
 * @param outputTokens their output tokens, as far as counted
 * @param promptTokens their prompt tokens, as far as counted
 */
public record Completed(long requests, long good, long outputTokens, long promptTokens) {
    static final Completed NONE = new Completed(0, 0, 0, 0);

    static Completed of(RequestSample sample, GoodputLimits goodput) {
        return new Completed(
                1,
                goodput.isGood(sample) ? 1 : 0,
                known(sample.tokens().output()),
                known(sample.tokens().prompt()));
    }

    private static long known(int tokens) {
        return tokens == Tokens.UNKNOWN ? 0 : tokens;
    }

    /** Returns the count behind a rate per second. */
    long amount(Metric rate) {
        return switch (rate) {
            case REQUEST_THROUGHPUT -> requests;
            case OUTPUT_TOKEN_THROUGHPUT -> outputTokens;
            case TOTAL_TOKEN_THROUGHPUT -> outputTokens + promptTokens;
            case GOODPUT -> good;
            default -> throw new IllegalArgumentException(rate.label() + " is no rate per second");
        };
    }

    Completed plus(Completed other) {
        return new Completed(
                requests + other.requests,
                good + other.good,
                outputTokens + other.outputTokens,
                promptTokens + other.promptTokens);
    }
}
