package dev.llmbench.result;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.Durations;
import dev.llmbench.plan.LoadTimeline;
import dev.llmbench.stats.TheilSen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Determines how a figure drifted while the load was steady. */
final class DriftSearch {
    private static final int LATENCY_WINDOWS = 60;
    private static final int RATE_WINDOWS = 20;
    private static final int LEAST_WINDOWS = 8;
    private static final int LEAST_SAMPLES = 10;
    private static final double NANOS_PER_HOUR = Duration.ofHours(1).toNanos();

    private final Timeline timeline;
    private final Metric metric;
    private final int first;
    private final int end;
    private final int step;
    private final List<Double> hours = new ArrayList<>();
    private final List<Double> values = new ArrayList<>();

    private DriftSearch(Timeline timeline, LoadTimeline.Steady steady, Metric metric) {
        this.timeline = timeline;
        this.metric = metric;
        this.first = (int) timeline.wholeSlots(steady.from());
        this.end = (int) Math.min(timeline.size(), steady.to().dividedBy(timeline.slot()));
        int wanted = metric.isLatency() ? LATENCY_WINDOWS : RATE_WINDOWS;
        this.step = Math.max(1, (end - first) / wanted);
    }

    static Drift drift(LoadResult result, Metric metric) {
        if (metric != Metric.ERROR_RATE && (!metric.isLatency() || metric == Metric.CHUNK_GAP)) {
            throw ConfigurationException.of(
                    "drift",
                    metric,
                    "drift is only available for the error rate and for latencies that a request has once",
                    "Use TTFT, TPOT or ERROR_RATE, for example");
        }
        return new DriftSearch(
                        result.timeline(), LoadTimeline.of(result.plan().load()).longestSteady(), metric)
                .drift();
    }

    private Drift drift() {
        int from = first;
        for (int to = first + step; to <= end; to += step) {
            Measurement window = timeline.window(from, to, metric.isLatency() ? Set.of(metric) : Set.of());
            if (samples(window) >= LEAST_SAMPLES) {
                add(window);
                from = to;
            }
        }
        Duration length = timeline.slot().multipliedBy(step);
        if (values.size() < LEAST_WINDOWS) {
            return Drift.unknown(
                    metric,
                    values.size(),
                    length,
                    values.size() + (values.size() == 1 ? " window of steady load has" : " windows of steady load have")
                            + " enough requests, and it takes " + LEAST_WINDOWS + ". "
                            + hold());
        }
        double[] y = array(values);
        double unit = metric.isLatency() ? level(y) : 1;
        if (unit == 0) {
            return Drift.unknown(metric, values.size(), length, "its level is zero");
        }
        return TheilSen.of(array(hours), y)
                .map(line -> new Drift(
                        metric,
                        line.slope() / unit,
                        line.lower() / unit,
                        line.upper() / unit,
                        y.length,
                        length,
                        Optional.empty()))
                .orElseGet(() -> Drift.unknown(
                        metric,
                        y.length,
                        length,
                        "successive windows are too strongly correlated to bound it. Hold the load for longer"));
    }

    /** Suggests how much longer to hold the load, given the time that the windows took so far. */
    private String hold() {
        if (values.isEmpty()) {
            return "Hold the load at one level for longer";
        }
        long slots = (long) Math.ceil((double) (end - first) * LEAST_WINDOWS / values.size()) - (end - first);
        return "Hold the load at one level about "
                + Durations.format(Duration.ofSeconds(
                        Math.max(1, timeline.slot().multipliedBy(slots).toSeconds())))
                + " longer";
    }

    private long samples(Measurement window) {
        return metric.isLatency() ? window.latency(metric).count() : window.requests();
    }

    private void add(Measurement window) {
        OptionalDouble value = window.value(metric, metric.isLatency() ? Statistic.percentile(50) : Statistic.VALUE);
        Scope scope = window.scope();
        hours.add((scope.from().toNanos() + scope.length().toNanos() / 2.0) / NANOS_PER_HOUR);
        values.add(value.orElseThrow());
    }

    private static double level(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return TheilSen.median(sorted);
    }

    private static double[] array(List<Double> numbers) {
        return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
