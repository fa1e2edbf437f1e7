package dev.llmbench.plan;

import java.time.Duration;

/**
 * Ends a hopeless run early: as soon as a budget is surely broken by all that was measured so far, of the run or of the
 * budget's stage. Surely means that chance is ruled out at 95 % where the budget is on a percentile or a rate. Budgets on
 * throughput and on counts don't end a run: what they limit is known at its end.
 *
 * <pre>{@code
 * AbortRule rule = new AbortRule(ofSeconds(30), 200);
 * }</pre>
 *
 * @param delay no run ends before so much of its measured time
 * @param minSamples nor on fewer samples of the budget's metric
 */
public record AbortRule(Duration delay, int minSamples) {

    /** How long a run goes on in any case where nobody says. */
    public static final Duration USUAL_DELAY = Duration.ofSeconds(10);

    /** How many samples it takes where nobody says. */
    public static final int USUAL_MIN_SAMPLES = 100;

    public AbortRule {
        if (delay.isNegative()) {
            throw ConfigurationException.of(
                    "abortDelay", Durations.format(delay), "a duration is not negative", "Write 0s or more");
        }
        if (minSamples < 1) {
            throw ConfigurationException.of(
                    "abortMinSamples", minSamples, "a breach takes one sample at least", "Write 1 or more");
        }
    }
}
