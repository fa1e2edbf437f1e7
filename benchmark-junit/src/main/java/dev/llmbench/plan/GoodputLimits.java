package dev.llmbench.plan;

import static dev.llmbench.sample.Moments.ABSENT;

import dev.llmbench.metric.Metric;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.ToLongBiFunction;

/**
 * What makes a request good: it succeeds, and none of its limited latencies exceeds its limit.
 *
 * <pre>{@code
 * GoodputLimits limits = new GoodputLimits(Map.of(TTFT, ofMillis(300), TPOT, ofMillis(50)));
 * }</pre>
 *
 * @param limits the limits by metric; any of TTFT, TPOT and E2E latency
 */
public record GoodputLimits(Map<Metric, Duration> limits) {

    /** No limits: goodput and the good fraction are absent. */
    public static final GoodputLimits NONE = new GoodputLimits(Map.of());

    public GoodputLimits {
        Map<Metric, Duration> ordered = new EnumMap<>(Metric.class);
        limits.forEach((metric, limit) -> {
            if (metric != Metric.TTFT && metric != Metric.TPOT && metric != Metric.E2E) {
                throw ConfigurationException.of("goodput", metric, "goodput limits TTFT, TPOT and E2E", "Leave it out");
            }
            if (limit.isNegative() || limit.isZero()) {
                throw ConfigurationException.of(
                        "goodput." + metric.key(), limit, "a limit is above zero", "Write for example 300ms");
            }
            ordered.put(metric, limit);
        });
        limits = Map.copyOf(ordered);
    }

    public boolean isEmpty() {
        return limits.isEmpty();
    }

    /** Whether the metric counts good requests but there are no limits that define them. */
    public boolean leavesUndefined(Metric metric) {
        return isEmpty() && (metric == Metric.GOODPUT || metric == Metric.GOOD_FRACTION);
    }

    /** Whether the metric depends on the number of output tokens, and so is only as exact as their count. */
    public boolean dependsOnTokenCount(Metric metric) {
        return switch (metric) {
            case TPOT, OUTPUT_TOKEN_THROUGHPUT, TOTAL_TOKEN_THROUGHPUT, MBU, MTU -> true;
            case GOODPUT, GOOD_FRACTION -> limits.containsKey(Metric.TPOT);
            default -> false;
        };
    }

    /** Whether the metric is the latency, or counts requests that are good by it. */
    public boolean dependsOn(Metric latency, Metric metric) {
        return metric == latency
                || (limits.containsKey(latency) && (metric == Metric.GOODPUT || metric == Metric.GOOD_FRACTION));
    }

    /** Whether the metric depends on TPOT, and so on the event that held the last token. */
    public boolean dependsOnTpot(Metric metric) {
        return metric == Metric.MBU || dependsOn(Metric.TPOT, metric);
    }

    /** Whether the metric depends on the event that held the first token. */
    public boolean dependsOnFirstToken(Metric metric) {
        return metric == Metric.TTFT_FROM_SCHEDULE || metric == Metric.TTFO || dependsOn(Metric.TTFT, metric);
    }

    /**
     * Requires limits if the metric counts good requests.
     *
     * @param attribute the attribute that names the metric
     * @throws ConfigurationException if the metric counts good requests and there are no limits
     */
    public void requireFor(String attribute, Metric metric) {
        if (leavesUndefined(metric)) {
            throw ConfigurationException.of(
                    attribute,
                    metric,
                    "the test does not say which requests are good",
                    "Set goodput, such as goodput = @Goodput(ttft = \"300ms\"), or name another metric");
        }
    }

    /** Whether the request succeeded within every limit. */
    public boolean isGood(RequestSample sample) {
        return keeps(sample, Metric::of);
    }

    /** Whether it is good even with the largest error that the generator may have caused. */
    public boolean isSurelyGood(RequestSample sample) {
        return keeps(sample, Metric::most);
    }

    /** Whether it is good once everything that the generator may have added is subtracted. */
    public boolean isPossiblyGood(RequestSample sample) {
        return keeps(sample, Metric::least);
    }

    private boolean keeps(RequestSample sample, ToLongBiFunction<Metric, RequestSample> micros) {
        if (sample.outcome() != Outcome.OK) {
            return false;
        }
        for (Map.Entry<Metric, Duration> limit : limits.entrySet()) {
            long value = micros.applyAsLong(limit.getKey(), sample);
            if (value != ABSENT && value * 1_000 > limit.getValue().toNanos()) {
                return false;
            }
        }
        return true;
    }
}
