package dev.llmbench.simulator;

import java.util.random.RandomGenerator;

/**
 * A distribution of output lengths in tokens, from which the simulator draws once per request.
 *
 * <p>Any other distribution can be written as a lambda. Draws below 1 count as 1, draws above {@value #MAX} as
 * {@value #MAX}.
 *
 * <pre>{@code
 * Simulator simulator = Simulator.builder().outputTokens(TokenCount.uniform(50, 150)).start();
 * }</pre>
 */
@FunctionalInterface
public interface TokenCount {

    /** The longest output of one request. */
    int MAX = 1_000_000;

    /**
     * Draws one length.
     *
     * @param random the source of randomness; the same seed results in the same draws
     * @return the number of tokens
     */
    int tokens(RandomGenerator random);

    /** Returns a distribution that is always the same number of tokens, 1 or more. */
    static TokenCount fixed(int tokens) {
        inRange("tokens", tokens);
        return random -> tokens;
    }

    /** Returns the uniform distribution from {@code min} to {@code max}, both included. */
    static TokenCount uniform(int min, int max) {
        inRange("min", min);
        inRange("max", max);
        Checks.that(min <= max, "max", max, "must not be less than min=" + min, "swap the two");
        return random -> random.nextInt(min, max + 1);
    }

    /** Returns the normal distribution, rounded and cut off at one token. */
    static TokenCount normal(int mean, int standardDeviation) {
        inRange("mean", mean);
        Checks.that(
                standardDeviation >= 0,
                "standardDeviation",
                standardDeviation,
                "must not be negative",
                "use 0 or more");
        return random -> clamped(random.nextGaussian(mean, standardDeviation));
    }

    /**
     * Returns the log-normal distribution: most outputs are short, some very long.
     *
     * @param median the median
     * @param p95 the 95th percentile, not less than the median
     */
    static TokenCount logNormal(int median, int p95) {
        inRange("median", median);
        inRange("p95", p95);
        Checks.that(p95 >= median, "p95", p95, "must not be less than median=" + median, "swap the two");
        LogNormal distribution = LogNormal.of(median, p95);
        return random -> clamped(distribution.draw(random));
    }

    private static void inRange(String attribute, int tokens) {
        Checks.that(
                tokens >= 1 && tokens <= MAX,
                attribute,
                tokens,
                "must be a number of tokens from 1 to " + MAX,
                "for an answer without output use Fault.EMPTY_OUTPUT");
    }

    private static int clamped(double tokens) {
        return (int) Math.max(1, Math.min(MAX, Math.round(tokens)));
    }
}
