package dev.llmbench.result;

import static dev.llmbench.metric.Moments.ABSENT;

import dev.llmbench.metric.Distribution;
import dev.llmbench.metric.LatencyHistogram;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Outcome;
import dev.llmbench.metric.RequestSample;
import dev.llmbench.metric.TokenSource;
import dev.llmbench.metric.Tokens;
import dev.llmbench.plan.GoodputLimits;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Gathers the samples of one stage; the run is the sum of its stages. */
final class Gatherer {
    private static final Metric[] LATENCIES =
            java.util.Arrays.stream(Metric.values()).filter(Metric::isLatency).toArray(Metric[]::new);

    private final GoodputLimits goodput;
    private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    private final Map<Metric, LatencyHistogram> latencies = new EnumMap<>(Metric.class);
    private final Map<Metric, LatencyHistogram> waits = new EnumMap<>(Metric.class);
    private final Set<TokenSource> tokenSources = EnumSet.noneOf(TokenSource.class);
    private long good;
    private Completed completed = Completed.NONE;

    Gatherer(GoodputLimits goodput) {
        this.goodput = goodput;
    }

    /** Adds a request that was scheduled here. */
    void scheduledHere(RequestSample sample) {
        outcomes.merge(sample.outcome(), 1L, Long::sum);
        if (sample.outcome() == Outcome.OK) {
            addLatencies(sample);
            good += goodput.isGood(sample) ? 1 : 0;
            if (sample.tokens().source() != null) {
                tokenSources.add(sample.tokens().source());
            }
        } else if (ExceedanceCounter.wasCutOff(sample.outcome())) {
            for (Metric metric : LATENCIES) {
                record(waits, metric, metric.waited(sample));
            }
        }
    }

    private void addLatencies(RequestSample sample) {
        for (Metric metric : LATENCIES) {
            record(latencies, metric, metric.of(sample));
        }
        sample.gaps().forEach(gap -> record(latencies, Metric.CHUNK_GAP, gap));
    }

    private static void record(Map<Metric, LatencyHistogram> histograms, Metric metric, long micros) {
        if (micros != ABSENT) {
            histograms.computeIfAbsent(metric, key -> new LatencyHistogram()).record(micros);
        }
    }

    /** Adds a request that ended ok in this stage's planned time. */
    void completedHere(RequestSample sample) {
        completed = completed.plus(new Completed(
                1,
                goodput.isGood(sample) ? 1 : 0,
                known(sample.tokens().output()),
                known(sample.tokens().prompt())));
    }

    private static int known(int tokens) {
        return tokens == Tokens.UNKNOWN ? 0 : tokens;
    }

    void add(Gatherer other) {
        other.outcomes.forEach((outcome, count) -> outcomes.merge(outcome, count, Long::sum));
        addAll(latencies, other.latencies);
        addAll(waits, other.waits);
        tokenSources.addAll(other.tokenSources);
        good += other.good;
        completed = completed.plus(other.completed);
    }

    private static void addAll(Map<Metric, LatencyHistogram> to, Map<Metric, LatencyHistogram> from) {
        from.forEach((metric, histogram) ->
                to.computeIfAbsent(metric, key -> new LatencyHistogram()).add(histogram));
    }

    Measurement measured(Scope scope) {
        return new Measurement(scope, outcomes, good, completed, snapshot(latencies), snapshot(waits), tokenSources);
    }

    private static Map<Metric, Distribution> snapshot(Map<Metric, LatencyHistogram> histograms) {
        Map<Metric, Distribution> snapshots = new EnumMap<>(Metric.class);
        histograms.forEach((metric, histogram) -> snapshots.put(metric, histogram.snapshot()));
        return snapshots;
    }
}
