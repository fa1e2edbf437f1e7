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
import dev.llmbench.sample.TokenSource;
import dev.llmbench.sample.Tokens;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

/** Gathers the samples of one stage or of one slot of the timeline; the run and each window are sums of these. */
final class ScopeAccumulator {
    private static final Metric[] LATENCIES =
            Arrays.stream(Metric.values()).filter(Metric::isLatency).toArray(Metric[]::new);
    private static final Set<Metric> ALL = Set.of(LATENCIES);

    private final GoodputLimits goodput;
    private final Supplier<LatencyCollector> collectors;
    private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    private final Map<Metric, BoundedLatencies> latencies = new EnumMap<>(Metric.class);
    private final Map<Metric, LatencyCollector> waits = new EnumMap<>(Metric.class);
    private final Set<TokenSource> tokenSources = EnumSet.noneOf(TokenSource.class);
    private final ModelWork work = new ModelWork();
    private final GeneratorEffect added;
    private long good;
    private long guessed;
    private long guessedTpot;
    private Completed completed = Completed.NONE;

    /**
     * A gatherer without a sample.
     *
     * @param collectors makes what the latencies are kept in
     */
    ScopeAccumulator(LoadPlan plan, Supplier<LatencyCollector> collectors) {
        this.goodput = plan.goodput();
        this.added = new GeneratorEffect(plan);
        this.collectors = collectors;
    }

    /** Takes a latency as it was kept; the samples that are to come must not have it. */
    void take(Metric metric, KeptLatencies kept) {
        latencies.put(metric, BoundedLatencies.of(kept));
    }

    /** Adds a request that was scheduled here. */
    void scheduledHere(RequestSample sample) {
        outcomes.merge(sample.outcome(), 1L, Long::sum);
        added.scheduledHere(sample);
        if (sample.outcome() == Outcome.OK) {
            addLatencies(sample);
            good += goodput.isGood(sample) ? 1 : 0;
            guessed += sample.isGuessed() ? 1 : 0;
            guessedTpot += sample.isTpotGuessed() ? 1 : 0;
            addSource(sample);
        } else if (sample.outcome().wasCutOff()) {
            for (Metric metric : LATENCIES) {
                wait(metric, metric.waited(sample));
            }
        }
    }

    private void addSource(RequestSample sample) {
        if (sample.tokens().source() != null) {
            tokenSources.add(sample.tokens().source());
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
            // Looked up once, and nothing allocated for each: there are as many as tokens.
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

    /** Adds a request that ended ok in this one's planned time. */
    void completedHere(RequestSample sample) {
        completed = completed.plus(completed(sample));
        added.completedHere(sample);
        work.answered(sample.tokens());
        addSource(sample);
    }

    private Completed completed(RequestSample sample) {
        return new Completed(
                1,
                goodput.isGood(sample) ? 1 : 0,
                known(sample.tokens().output()),
                known(sample.tokens().prompt()));
    }

    /** Adds a request that ended ok, and would have in this one's planned time but for the generator. */
    void lateHere(RequestSample sample) {
        added.lateHere(completed(sample));
    }

    /** Adds a request that was between its first and its last token for so long in this one's planned time. */
    void decodedHere(RequestSample sample, long micros) {
        work.decoded(sample, micros);
    }

    /** Takes less memory from here on, since hardly anything more is to come. */
    void compact() {
        latencies.values().forEach(BoundedLatencies::compact);
        waits.values().forEach(LatencyCollector::compact);
    }

    private static int known(int tokens) {
        return tokens == Tokens.UNKNOWN ? 0 : tokens;
    }

    /** What the parts measured together. */
    static Measurement measured(Scope scope, LoadPlan plan, Collection<ScopeAccumulator> parts) {
        return measured(scope, plan, parts, ALL);
    }

    /** The same, with no latencies but those of the given metrics. */
    static Measurement measured(Scope scope, LoadPlan plan, Collection<ScopeAccumulator> parts, Set<Metric> metrics) {
        Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
        Set<TokenSource> tokenSources = EnumSet.noneOf(TokenSource.class);
        long good = 0;
        long guessed = 0;
        long guessedTpot = 0;
        Completed completed = Completed.NONE;
        ModelWork work = new ModelWork();
        GeneratorEffect added = new GeneratorEffect(plan);
        for (ScopeAccumulator part : parts) {
            part.outcomes.forEach((outcome, count) -> outcomes.merge(outcome, count, Long::sum));
            tokenSources.addAll(part.tokenSources);
            good += part.good;
            guessed += part.guessed;
            guessedTpot += part.guessedTpot;
            completed = completed.plus(part.completed);
            work.add(part.work);
            added.add(part.added);
        }
        return new Measurement(
                scope,
                outcomes,
                plan.goodput().isEmpty() ? OptionalLong.empty() : OptionalLong.of(good),
                completed,
                latencies(parts, metrics),
                waits(parts, metrics),
                tokenSources,
                guessed,
                guessedTpot,
                new ModelUse(plan.modelProfile(), work, scope.length()),
                added,
                UnofferedLoad.of(plan.load(), scope, added));
    }

    private static Map<Metric, Bounded> latencies(Collection<ScopeAccumulator> parts, Set<Metric> metrics) {
        Map<Metric, Bounded> sums = new EnumMap<>(Metric.class);
        for (Metric metric : metrics) {
            List<BoundedLatencies> collected = parts.stream()
                    .map(part -> part.latencies.get(metric))
                    .filter(Objects::nonNull)
                    .toList();
            Bounded sum = Bounded.sum(collected);
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
