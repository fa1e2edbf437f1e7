package dev.llmbench.result;

import static dev.llmbench.sample.Moments.ABSENT;

import dev.llmbench.metric.Distribution;
import dev.llmbench.metric.LatencyCollector;
import dev.llmbench.metric.LatencyHistogram;
import dev.llmbench.metric.Metric;
import dev.llmbench.plan.GoodputLimits;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/** Accumulates the samples of one stage or of one slot of the timeline. The run and each window are sums of these. */
final class ScopeAccumulator {
    private static final Metric[] LATENCIES =
            Arrays.stream(Metric.values()).filter(Metric::isLatency).toArray(Metric[]::new);
    private static final Set<Metric> ALL = Set.of(LATENCIES);

    private final GoodputLimits goodput;
    private final Supplier<LatencyCollector> collectors;
    private final Map<Metric, BoundedLatencies> latencies = new EnumMap<>(Metric.class);
    private final Map<Metric, LatencyCollector> waits = new EnumMap<>(Metric.class);
    private final ScopeSums sums;

    /**
     * Creates an empty accumulator.
     *
     * @param collectors creates the histograms of latencies
     */
    ScopeAccumulator(LoadPlan plan, Supplier<LatencyCollector> collectors) {
        this.goodput = plan.goodput();
        this.sums = new ScopeSums(plan);
        this.collectors = collectors;
    }

    /** Restores a saved latency, which later samples must not have. */
    void take(Metric metric, KeptLatencies kept) {
        latencies.put(metric, BoundedLatencies.of(kept));
    }

    /** Adds a request that was scheduled here. */
    void scheduledHere(RequestSample sample) {
        sums.outcomes.merge(sample.outcome(), 1L, Long::sum);
        sums.added.scheduledHere(sample);
        if (sample.outcome() == Outcome.OK) {
            addLatencies(sample);
            sums.good += goodput.isGood(sample) ? 1 : 0;
            sums.guessed += sample.isGuessed() ? 1 : 0;
            sums.guessedTpot += sample.isTpotGuessed() ? 1 : 0;
            addSource(sample);
        } else if (sample.outcome().wasCutOff()) {
            for (Metric metric : LATENCIES) {
                wait(metric, metric.waited(sample));
            }
        }
    }

    private void addSource(RequestSample sample) {
        if (sample.tokens().source() != null) {
            sums.tokenSources.add(sample.tokens().source());
        }
    }

    private void addLatencies(RequestSample sample) {
        boolean delayed = !sample.at().delays().isNone();
        for (Metric metric : LATENCIES) {
            long value = metric.of(sample);
            if (value != ABSENT) {
                bounded(metric)
                        .record(value, delayed ? metric.least(sample) : value, delayed ? metric.most(sample) : value);
            }
        }
        if (sample.gaps().size() > 0) {
            // There are as many gaps as tokens, so look up once and do not allocate for each.
            sample.gaps().forEachBounded(bounded(Metric.CHUNK_GAP)::record);
        }
    }

    private BoundedLatencies bounded(Metric metric) {
        BoundedLatencies known = latencies.get(metric);
        if (known == null) {
            known = new BoundedLatencies(collectors);
            latencies.put(metric, known);
        }
        return known;
    }

    private void wait(Metric metric, long micros) {
        if (micros != ABSENT) {
            waits.computeIfAbsent(metric, key -> collectors.get()).record(micros);
        }
    }

    /** Adds a request that ended ok within the planned time. */
    void completedHere(RequestSample sample) {
        sums.completed = sums.completed.plus(Completed.of(sample, goodput));
        sums.added.completedHere(sample);
        sums.work.answered(sample.tokens());
        addSource(sample);
    }

    /** Adds a request that ended ok and would have done so within the planned time without the generator's delay. */
    void lateHere(RequestSample sample) {
        sums.added.lateHere(Completed.of(sample, goodput));
    }

    /** Adds the time that a request spent between its first and its last token within the planned time. */
    void decodedHere(RequestSample sample, long micros) {
        sums.work.decoded(sample, micros);
    }

    /** Reduces memory use once few more samples are expected. */
    void compact() {
        latencies.values().forEach(BoundedLatencies::compact);
        waits.values().forEach(LatencyCollector::compact);
    }

    /** Returns the sum of the parts. */
    static Measurement measured(Scope scope, Measurement.Context context, Collection<ScopeAccumulator> parts) {
        return measured(scope, context, parts, ALL);
    }

    /** Returns the sum of the parts, with the given latencies only. */
    static Measurement measured(
            Scope scope, Measurement.Context context, Collection<ScopeAccumulator> parts, Set<Metric> metrics) {
        ScopeSums sums = new ScopeSums(context.plan());
        parts.forEach(part -> sums.add(part.sums));
        return new Measurement(scope, sums, latencies(parts, metrics), waits(parts, metrics), context);
    }

    /** Returns one latency of all parts. */
    static Bounded latency(Collection<ScopeAccumulator> parts, Metric metric) {
        return Bounded.sum(parts.stream()
                .map(part -> part.latencies.get(metric))
                .filter(Objects::nonNull)
                .toList());
    }

    private static Map<Metric, Bounded> latencies(Collection<ScopeAccumulator> parts, Set<Metric> metrics) {
        Map<Metric, Bounded> sums = new EnumMap<>(Metric.class);
        for (Metric metric : metrics) {
            Bounded sum = latency(parts, metric);
            if (!sum.values().isEmpty()) {
                sums.put(metric, sum);
            }
        }
        return sums;
    }

    private static Map<Metric, Distribution> waits(Collection<ScopeAccumulator> parts, Set<Metric> metrics) {
        Map<Metric, Distribution> sums = new EnumMap<>(Metric.class);
        for (Metric metric : metrics) {
            List<LatencyCollector> collected = parts.stream()
                    .map(part -> part.waits.get(metric))
                    .filter(Objects::nonNull)
                    .toList();
            if (!collected.isEmpty()) {
                LatencyHistogram sum = new LatencyHistogram();
                collected.forEach(each -> each.addTo(sum));
                sums.put(metric, sum.finished());
            }
        }
        return sums;
    }
}
