package dev.llmbench.result;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.SampleSource;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Exact counts of samples over limits. Those of the plan's budgets were counted as the samples came. For any other limit
 * the histogram answers where no sample shares the limit's bucket; where one does, the samples are read again.
 */
final class ExactCounts {
    private final Map<ExceedanceCounter.Key, Exceedance> known;
    private final SampleSource samples;

    ExactCounts(Map<ExceedanceCounter.Key, Exceedance> known, SampleSource samples) {
        this.known = new ConcurrentHashMap<>(known);
        this.samples = samples;
    }

    Exceedance of(Measurement measured, Metric metric, double limitMicros) {
        return known.computeIfAbsent(
                new ExceedanceCounter.Key(metric, limitMicros, measured.scope().stage()), key -> count(measured, key));
    }

    private Exceedance count(Measurement measured, ExceedanceCounter.Key key) {
        var latency = measured.latency(key.metric());
        var waits = measured.waits(key.metric());
        OptionalLong over = latency.countOver(key.limitMicros());
        OptionalLong waited = waits.countOver(key.limitMicros());
        if (over.isPresent() && waited.isPresent()) {
            return exceedance(latency.count(), over.getAsLong(), waited.getAsLong());
        }
        // Gaps are no rows of the CSV: reading it again would not find them.
        if (key.metric() != Metric.CHUNK_GAP) {
            ExceedanceCounter counter = new ExceedanceCounter(key);
            if (samples.replay(counter)) {
                return counter.counted();
            }
        }
        return inBuckets(measured, key.metric(), key.limitMicros());
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
