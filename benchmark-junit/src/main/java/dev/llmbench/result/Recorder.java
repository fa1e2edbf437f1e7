package dev.llmbench.result;

import dev.llmbench.metric.LatencyHistogram;
import dev.llmbench.metric.Metric;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.Phase;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.SampleSink;
import dev.llmbench.sample.SampleSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Records the samples of a run and creates its result. Not thread-safe.
 *
 * <pre>{@code
 * Recorder recorder = new Recorder(result.plan());
 * }</pre>
 */
public final class Recorder implements SampleSink {
    private final LoadPlan plan;
    private final ArmTime time;
    private final Scope runScope;
    private final List<Scope> scopes;
    private final List<ScopeAccumulator> stages = new ArrayList<>();
    private final TimelineRecorder timeline;
    private final ErrorCount.Collector errors = new ErrorCount.Collector();
    private final ReadingNotes.Collector notes = new ReadingNotes.Collector();
    private final Map<ExceedanceCounter.Key, ExceedanceCounter> exceedances = new LinkedHashMap<>();

    private final Optional<PairRecorder> pairs;
    private final Optional<ConversationRecorder> conversations;

    private final LatencyHistogram recentTtft = new LatencyHistogram();
    private Optional<KeptGaps> kept = Optional.empty();
    private long ok;
    private final EnumMap<Outcome, Long> failed = new EnumMap<>(Outcome.class);
    private long outputTokens;

    public Recorder(LoadPlan plan) {
        this(plan, pair -> {});
    }

    /**
     * Creates a recorder that reports pairs.
     *
     * @param pairs receives each pair of two lengths, if the plan asks for them, once its second request has ended; a
     *     pair with only one request, once the result is created
     */
    public Recorder(LoadPlan plan, Consumer<LengthPair> pairs) {
        this(plan, pairs, ArmTime.always());
    }

    Recorder(LoadPlan plan, Consumer<LengthPair> pairs, ArmTime time) {
        this.plan = plan;
        this.time = time;
        this.pairs = PairRecorder.of(plan, pairs);
        this.conversations = ConversationRecorder.of(plan);
        this.runScope = Scope.run(plan.load());
        this.scopes = Scope.stages(plan.load());
        scopes.forEach(scope -> stages.add(new ScopeAccumulator(plan, LatencyHistogram::new)));
        this.timeline = new TimelineRecorder(plan);
        plan.budgets().stream()
                .filter(budget -> !budget.isDerived())
                .filter(budget -> budget.metric().isLatency() || budget.metric().kind() == Metric.Kind.PROPORTION)
                .map(budget -> new ExceedanceCounter.Key(
                        budget.metric(),
                        budget.metric().isLatency() ? budget.limit() : 0,
                        budget.stage(),
                        budget.turn()))
                .forEach(key -> exceedances.put(key, new ExceedanceCounter(key, plan)));
    }

    /**
     * Creates a recorder for a run that is read again.
     *
     * @param gaps the gaps, which the rows do not contain
     * @throws dev.llmbench.plan.ConfigurationException if the gaps are those of another plan
     */
    public static Recorder again(LoadPlan plan, KeptGaps gaps) {
        return again(plan, gaps, ArmTime.always());
    }

    static Recorder again(LoadPlan plan, KeptGaps gaps, ArmTime time) {
        Recorder recorder = new Recorder(plan, pair -> {}, time);
        gaps.giveTo(recorder.stages, recorder.timeline);
        recorder.kept = Optional.of(gaps);
        return recorder;
    }

    @Override
    public void accept(RequestSample sample) {
        pairs.ifPresent(recorder -> recorder.accept(sample));
        conversations.ifPresent(recorder -> recorder.accept(sample));
        if (sample.phase() == Phase.WARMUP) {
            // Otherwise the requests in flight at the start of each block would be missing, the more the longer they
            // take.
            if (time.takesTurns() && sample.outcome() == Outcome.OK) {
                completed(sample);
            }
            return;
        }
        stages.get(sample.stage() - 1).scheduledHere(sample);
        notes.add(sample);
        decoded(sample);
        timeline.accept(sample);
        exceedances.values().forEach(counter -> counter.accept(sample));
        if (sample.outcome() == Outcome.OK) {
            ok++;
            outputTokens += Math.max(0, sample.tokens().output());
            completed(sample);
            long ttft = Metric.TTFT.of(sample);
            if (ttft >= 0) {
                recentTtft.record(ttft);
            }
        } else if (sample.outcome().isError()) {
            failed.merge(sample.outcome(), 1L, Long::sum);
            errors.add(sample);
        }
    }

    private void decoded(RequestSample sample) {
        for (int i = 0; i < scopes.size(); i++) {
            Scope scope = scopes.get(i);
            long end = Math.min(scope.toMicros(), time.endOf(sample));
            long micros = ModelWork.decodeMicros(sample, scope.fromMicros(), end);
            if (micros > 0) {
                stages.get(i).decodedHere(sample, micros);
            }
        }
    }

    private void completed(RequestSample sample) {
        long end = sample.at().end();
        long earliest = end - sample.at().delays().total();
        for (int i = 0; i < scopes.size(); i++) {
            if (isMeasured(scopes.get(i), end)) {
                stages.get(i).completedHere(sample);
            } else if (isMeasured(scopes.get(i), earliest)) {
                stages.get(i).lateHere(sample);
            }
        }
    }

    private boolean isMeasured(Scope scope, long micros) {
        return scope.contains(micros) && time.contains(micros);
    }

    /** Returns the progress of the run, for a progress line; each call starts a new period for the recent TTFT. */
    public Tally tally() {
        long errorsSoFar = failed.values().stream().mapToLong(Long::longValue).sum();
        Optional<Outcome> commonest =
                failed.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
        Tally tally = new Tally(ok, errorsSoFar, commonest, outputTokens, recentTtft.snapshot());
        recentTtft.reset();
        return tally;
    }

    /**
     * Creates the result of the run.
     *
     * @param facts what the engine recorded in addition to the samples
     * @param samples the samples, which can be read again
     */
    public LoadResult result(RunFacts facts, SampleSource samples) {
        LoadPlan carriedOut = facts.breakpoint()
                .map(Breakpoint::triedLevels)
                .map(plan::carriedOutAt)
                .orElse(plan);
        Timeline byTime = timeline.timeline(facts.elapsed());
        var context = new Measurement.Context(plan, byTime, Optional.of(new ExactCounts(counted(), samples, plan)));
        Scope seen = time.of(runScope.seenBy(facts.elapsed()));
        var measured = new LoadResult.Measured(
                ScopeAccumulator.measured(seen, context, stages),
                stages(Scope.stages(carriedOut.load()), facts, context),
                byTime,
                errors.commonest(),
                pairs.map(PairRecorder::measured).orElse(List.of()),
                conversations.map(recorder -> recorder.turns(seen, context)),
                notes.notes());
        return new LoadResult(carriedOut, facts, measured, new QuietResults(carriedOut, facts, samples, time));
    }

    private List<Measurement> stages(List<Scope> carriedOut, RunFacts facts, Measurement.Context context) {
        return IntStream.range(0, stages.size())
                .mapToObj(i -> ScopeAccumulator.measured(
                        time.of(carriedOut.get(i).seenBy(facts.elapsed())), context, List.of(stages.get(i))))
                .toList();
    }

    private Map<ExceedanceCounter.Key, ExceedanceCounter.Counted> counted() {
        Map<ExceedanceCounter.Key, ExceedanceCounter.Counted> counted = new LinkedHashMap<>();
        exceedances.forEach((key, counter) -> counted.put(key, counter.counted()));
        kept.ifPresent(gaps -> gaps.correct(counted));
        return counted;
    }
}
