package dev.llmbench.result;

import dev.llmbench.metric.Format;
import dev.llmbench.metric.Metric;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.Durations;
import java.time.Duration;

/**
 * The rule by which a service is back to its level before a spike, see {@link Recovery}.
 *
 * <pre>{@code
 * Recovery recovery = result.recovery(2, RecoveryRule.USUAL.of(E2E).within(0.1));
 * }</pre>
 *
 * @param metric the latency that is looked at
 * @param margin how much its p95 may be above the level before: 0.2 for 20 %
 * @param window the length of a window, a whole multiple of the timeline's slot
 * @param minSamples a window with fewer requests is made longer until it has as many; at least 20, since p95 of fewer
 * means nothing
 */
public record RecoveryRule(Metric metric, double margin, Duration window, int minSamples) {

    /** TTFT p95 within 20 %, in windows of five seconds with 20 requests at least. */
    public static final RecoveryRule USUAL = new RecoveryRule(Metric.TTFT, 0.2, Duration.ofSeconds(5), 20);

    public RecoveryRule {
        if (!metric.isLatency() || metric == Metric.CHUNK_GAP) {
            throw ConfigurationException.of(
                    "recovery.metric",
                    metric,
                    "recovery is seen by a latency that each request has once",
                    "Use for example TTFT or TPOT");
        }
        if (!(margin >= 0) || Double.isInfinite(margin)) {
            throw ConfigurationException.of(
                    "recovery.margin", margin, "a margin is a share from 0 up", "Write for example 0.2");
        }
        if (window.isZero() || window.isNegative()) {
            throw ConfigurationException.of(
                    "recovery.window", Durations.format(window), "a window is longer than nothing", "Write 5s");
        }
        if (minSamples < 20) {
            throw ConfigurationException.of(
                    "recovery.minSamples",
                    minSamples,
                    "p95 of fewer than 20 samples means nothing",
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

    /** The rule in words, such as {@code TTFT p95 within 20 % of its level before}. */
    String inWords() {
        return metric.label() + " p95 within " + Format.percent(margin) + " of its level before";
    }
}
