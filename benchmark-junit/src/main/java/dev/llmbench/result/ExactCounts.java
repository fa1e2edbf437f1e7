package dev.llmbench.result;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.SampleSource;
import dev.llmbench.plan.GoodputLimits;
import dev.llmbench.result.ExceedanceCounter.Counted;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Exact counts of samples over limits. Those of the plan's budgets were counted as the samples came. For any other limit
 * the histogram answers where no sample shares the limit's bucket; where one does, and where their order is asked for,
 * the samples are read again.
 */
final class ExactCounts {
    private final Map<ExceedanceCounter.Key, Optional<Counted>> oneByOne = new ConcurrentHashMap<>();
    private final SampleSource samples;
    private final GoodputLimits goodput;

    ExactCounts(Map<ExceedanceCounter.Key, Counted> known, SampleSource samples, GoodputLimits goodput) {
        known.forEach((key, counted) -> oneByOne.put(key, Optional.of(counted)));
        this.samples = samples;
        this.goodput = goodput;
    }

    Exceedance of(Measurement measured, Metric metric, double limitMicros) {
        ExceedanceCounter.Key key = key(measured, metric, limitMicros);
        return oneByOne.getOrDefault(key, Optional.empty())
                .map(Counted::exceedance)
                .orElseGet(() -> count(measured, key));
    }

    /** How many independent samples say as much of the share over the limit; empty where their order is not known. */
    OptionalDouble effectiveSize(Measurement measured, Metric metric, double limit) {
        return oneByOne(key(measured, metric, metric.isLatency() ? limit : 0))
                .map(Counted::effectiveSize)
                .orElse(OptionalDouble.empty());
    }

    private static ExceedanceCounter.Key key(Measurement measured, Metric metric, double limit) {
        return new ExceedanceCounter.Key(
                metric, limit, measured.scope().stage(), measured.scope().turn());
    }

    private Exceedance count(Measurement measured, ExceedanceCounter.Key key) {
        var latency = measured.latency(key.metric());
        var waits = measured.waits(key.metric());
        OptionalLong over = latency.countOver(key.limitMicros());
        OptionalLong waited = waits.countOver(key.limitMicros());
        if (over.isPresent() && waited.isPresent()) {
            return exceedance(latency.count(), over.getAsLong(), waited.getAsLong());
        }
        return oneByOne(key)
                .map(Counted::exceedance)
                .orElseGet(() -> inBuckets(measured, key.metric(), key.limitMicros()));
    }

    private Optional<Counted> oneByOne(ExceedanceCounter.Key key) {
        return oneByOne.computeIfAbsent(key, this::readAgain);
    }

    private Optional<Counted> readAgain(ExceedanceCounter.Key key) {
        // Gaps are no rows of the CSV: reading it again would not find them.
        if (key.metric() == Metric.CHUNK_GAP) {
            return Optional.empty();
        }
        ExceedanceCounter counter = new ExceedanceCounter(key, goodput);
        return samples.replay(counter) ? Optional.of(counter.counted()) : Optional.empty();
    }

    /** The count as far as histograms give it: to a thousandth of the limit. */
    static Exceedance inBuckets(Measurement measured, Metric metric, double limitMicros) {
        var latency = measured.latency(metric);
        return exceedance(
                latency.count(),
                latency.countOverBucketOf(limitMicros),
                measured.waits(metric).countOverBucketOf(limitMicros));
    }

    private static Exceedance exceedance(long samples, long over, long waited) {
        return new Exceedance(samples + waited, over + waited);
    }
}
