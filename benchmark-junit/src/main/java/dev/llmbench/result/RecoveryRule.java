package dev.llmbench.result;

import dev.llmbench.metric.Format;
import dev.llmbench.metric.Metric;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.Durations;
import java.time.Duration;

/**
 * The rule that decides whether a service is back to its level before a spike. See {@link Recovery}.
 *
 * <pre>{@code
 * Recovery recovery = result.recovery(2, RecoveryRule.USUAL.of(E2E).within(0.1));
 * }</pre>
 *
 * @param metric the latency to observe
 * @param margin how far its p95 may be above the level before, such as 0.2 for 20 %
 * @param window the length of a window, a whole multiple of the timeline's slot
 * @param minSamples a window with fewer requests is extended until it has this many; at least 20, since the p95 of
 *     fewer is meaningless
 */
public record RecoveryRule(Metric metric, double margin, Duration window, int minSamples) {

    /** TTFT p95 within 20 %, in windows of five seconds with at least 20 requests. */
    public static final RecoveryRule USUAL = new RecoveryRule(Metric.TTFT, 0.2, Duration.ofSeconds(5), 20);

    public RecoveryRule {
        if (!metric.isLatency() || metric == Metric.CHUNK_GAP) {
            throw ConfigurationException.of(
                    "recovery.metric",
                    metric,
                    "recovery is only available for latencies that a request has once",
                    "Use TTFT or TPOT, for example");
        }
        if (!(margin >= 0) || Double.isInfinite(margin)) {
            throw ConfigurationException.of(
                    "recovery.margin", margin, "a margin is a fraction of 0 or more", "Write 0.2, for example");
        }
        if (window.isZero() || window.isNegative()) {
            throw ConfigurationException.of(
                    "recovery.window", Durations.format(window), "a window must be longer than 0", "Write 5s");
        }
        if (minSamples < 20) {
            throw ConfigurationException.of(
                    "recovery.minSamples",
                    minSamples,
                    "the p95 of fewer than 20 samples is meaningless",
                    "Write 20 or more");
        }
    }

    /** Returns the same rule for another latency. */
    public RecoveryRule of(Metric other) {
        return new RecoveryRule(other, margin, window, minSamples);
    }

    /** Returns the same rule with another margin, such as 0.1 for 10 %. */
    public RecoveryRule within(double share) {
        return new RecoveryRule(metric, share, window, minSamples);
    }

    /** Returns the same rule with windows of another length. */
    public RecoveryRule inWindowsOf(Duration length) {
        return new RecoveryRule(metric, margin, length, minSamples);
    }

    /** Returns the rule in words, such as {@code TTFT p95 within 20 % of its level before}. */
    String inWords() {
        return metric.label() + " p95 within " + Format.percent(margin) + " of its level before";
    }
}
