package dev.llmbench.result;

import dev.llmbench.metric.Metric;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.result.ExceedanceCounter.Counted;
import dev.llmbench.sample.SampleSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Exact counts of samples over limits. For the limits of the plan's budgets, samples were counted as they arrived. For
 * any other limit, the histogram gives the count if no sample shares the limit's bucket; otherwise, and for the order
 * of the samples, they are read again.
 */
final class ExactCounts {
    private final Map<ExceedanceCounter.Key, Optional<Counted>> oneByOne = new ConcurrentHashMap<>();
    private final SampleSource samples;
    private final LoadPlan plan;

    ExactCounts(Map<ExceedanceCounter.Key, Counted> known, SampleSource samples, LoadPlan plan) {
        known.forEach((key, counted) -> oneByOne.put(key, Optional.of(counted)));
        this.samples = samples;
        this.plan = plan;
    }

    Exceedance of(Measurement measured, Metric metric, double limitMicros) {
        ExceedanceCounter.Key key = key(measured, metric, limitMicros);
        return oneByOne.getOrDefault(key, Optional.empty())
                .map(Counted::exceedance)
                .orElseGet(() -> count(measured, key));
    }

    /**
     * Returns how many independent samples would be as informative about the fraction over the limit; empty if the
     * order of the samples is unknown.
     *
     * @param surely whether to count the samples that are certainly over the limit, or those that may be
     */
    OptionalDouble effectiveSize(Measurement measured, Metric metric, double limit, boolean surely) {
        return oneByOne(key(measured, metric, metric.isLatency() ? limit : 0))
                .map(surely ? Counted::surelySize : Counted::possiblySize)
                .orElse(OptionalDouble.empty());
    }

    /** Returns the fraction of the samples that the generator may have changed by more than a tenth of the limit; 0 if unknown. */
    double blurredShare(Measurement measured, Metric metric, double limitMicros) {
        return oneByOne.getOrDefault(key(measured, metric, limitMicros), Optional.empty())
                .filter(counted -> counted.exceedance().samples() > 0)
                .map(counted ->
                        (double) counted.blurred() / counted.exceedance().samples())
                .orElse(0.0);
    }

    private static ExceedanceCounter.Key key(Measurement measured, Metric metric, double limit) {
        return new ExceedanceCounter.Key(
                metric, limit, measured.scope().stage(), measured.scope().turn());
    }

    private Exceedance count(Measurement measured, ExceedanceCounter.Key key) {
        Bounded latency = measured.bounded(key.metric());
        OptionalLong over = latency.values().countOver(key.limitMicros());
        OptionalLong surely = latency.least().countOver(key.limitMicros());
        OptionalLong possibly = latency.most().countOver(key.limitMicros());
        OptionalLong waited = measured.waits(key.metric()).countOver(key.limitMicros());
        if (over.isPresent() && surely.isPresent() && possibly.isPresent() && waited.isPresent()) {
            return exceedance(
                    latency.values().count(),
                    waited.getAsLong(),
                    over.getAsLong(),
                    surely.getAsLong(),
                    possibly.getAsLong());
        }
        return oneByOne(key)
                .map(Counted::exceedance)
                .orElseGet(() -> inBuckets(measured, key.metric(), key.limitMicros()));
    }

    private Optional<Counted> oneByOne(ExceedanceCounter.Key key) {
        return oneByOne.computeIfAbsent(key, this::readAgain);
    }

    private Optional<Counted> readAgain(ExceedanceCounter.Key key) {
        // The CSV has no rows for gaps.
        if (key.metric() == Metric.CHUNK_GAP) {
            return Optional.empty();
        }
        ExceedanceCounter counter = new ExceedanceCounter(key, plan);
        return samples.replay(counter) ? Optional.of(counter.counted()) : Optional.empty();
    }

    /** Counts with the histograms, which resolve a limit to a thousandth. */
    static Exceedance inBuckets(Measurement measured, Metric metric, double limitMicros) {
        Bounded latency = measured.bounded(metric);
        return exceedance(
                latency.values().count(),
                measured.waits(metric).countOverBucketOf(limitMicros),
                latency.values().countOverBucketOf(limitMicros),
                latency.least().countOverBucketOf(limitMicros),
                latency.most().countOverBucketOf(limitMicros));
    }

    private static Exceedance exceedance(long samples, long waited, long over, long surely, long possibly) {
        return new Exceedance(samples + waited, over + waited, surely + waited, possibly + waited);
    }
}
