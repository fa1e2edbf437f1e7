package dev.llmbench.plan;

import java.time.Duration;

/**
 * Ends a hopeless run early: as soon as everything measured so far, in the run or in the budget's stage, proves that a
 * budget is broken. A budget on a percentile or an error rate must be broken with 95 % confidence. Budgets on throughput and
 * on counts don't end a run, since their figures are only known at its end.
 *
 * <pre>{@code
 * AbortRule rule = new AbortRule(ofSeconds(30), 200);
 * }</pre>
 *
 * @param delay the measured time before which no run ends
 * @param minSamples the number of samples of the budget's metric below which no run ends
 */
public record AbortRule(Duration delay, int minSamples) {

    /** The default {@link #delay}. */
    public static final Duration DEFAULT_DELAY = Duration.ofSeconds(10);

    /** The default {@link #minSamples}. */
    public static final int DEFAULT_MIN_SAMPLES = 100;

    public AbortRule {
        if (delay.isNegative()) {
            throw ConfigurationException.of(
                    "abortDelay", Durations.format(delay), "a duration is not negative", "Write 0s or more");
        }
        if (minSamples < 1) {
            throw ConfigurationException.of(
                    "abortMinSamples", minSamples, "a breach needs at least one sample", "Write 1 or more");
        }
    }
}
