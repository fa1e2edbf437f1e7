package dev.llmbench.result;

import dev.llmbench.metric.Metric;
import dev.llmbench.plan.Budget;
import dev.llmbench.plan.ConfigurationException;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/**
 * The gaps between the chunks of a run. There may be a hundred per request, so the CSV has no rows for them.
 *
 * <pre>{@code
 * KeptGaps none = KeptGaps.NONE;
 * }</pre>
 *
 * @param stages the gaps of each stage, in order
 * @param slots the gaps of each slot of the timeline that has any, by the number of the slot, counted from 0
 * @param overLimits the exact counts over limits
 */
public record KeptGaps(
        List<KeptLatencies> stages, SortedMap<Integer, KeptLatencies> slots, List<OverLimit> overLimits) {

    /**
     * The number of gaps over a budget's limit.
     *
     * @param stage the budget's stage; empty for the run
     * @param limitMicros the budget's limit in microseconds
     * @param blurred the number of gaps that the generator may have changed by more than a tenth of the limit
     */
    public record OverLimit(OptionalInt stage, double limitMicros, Exceedance exceedance, long blurred) {}

    /** No gaps are known. */
    public static final KeptGaps NONE = new KeptGaps(List.of(), new TreeMap<>(), List.of());

    public KeptGaps {
        stages = List.copyOf(stages);
        overLimits = List.copyOf(overLimits);
    }

    static KeptGaps of(LoadResult result) {
        return new KeptGaps(
                result.stages().stream()
                        .map(stage -> stage.bounded(Metric.CHUNK_GAP).kept())
                        .toList(),
                result.timeline().chunkGaps(),
                result.plan().budgets().stream()
                        .filter(budget -> budget.metric() == Metric.CHUNK_GAP && !budget.isDerived())
                        .map(budget -> overLimit(result, budget))
                        .distinct()
                        .toList());
    }

    /** Returns the gaps of the slots that match. Those of a stage come from the slots that lie entirely within it. */
    static KeptGaps ofSlots(LoadResult result, IntPredicate which) {
        SortedMap<Integer, KeptLatencies> slots = result.timeline().chunkGaps();
        slots.keySet().removeIf(slot -> !which.test(slot));
        return new KeptGaps(
                result.stages().stream()
                        .map(stage -> ofStage(result.timeline(), stage.scope(), slots))
                        .toList(),
                slots,
                List.of());
    }

    private static KeptLatencies ofStage(Timeline timeline, Scope stage, SortedMap<Integer, KeptLatencies> slots) {
        int first = (int) timeline.wholeSlots(stage.from());
        int end = (int) stage.from().plus(stage.length()).dividedBy(timeline.slot());
        return Bounded.sum(
                        first >= end
                                ? List.of()
                                : slots.subMap(first, end).values().stream()
                                        .map(BoundedLatencies::of)
                                        .toList())
                .kept();
    }

    private static OverLimit overLimit(LoadResult result, Budget budget) {
        Measurement measured =
                budget.stage().isPresent() ? result.stage(budget.stage().getAsInt()) : result.run();
        Exceedance over = measured.exceedance(Metric.CHUNK_GAP, budget.limit());
        double blurred = measured.blurredShare(Metric.CHUNK_GAP, budget.limit()) * over.samples();
        return new OverLimit(budget.stage(), budget.limit(), over, Math.round(blurred));
    }

    void giveTo(List<ScopeAccumulator> accumulators, TimelineRecorder timeline) {
        if (stages.size() > accumulators.size()) {
            throw ConfigurationException.saying("The chunk gaps belong to " + stages.size()
                    + " stages, but the plan has " + accumulators.size() + ". Read them with the plan of their run.");
        }
        for (int i = 0; i < stages.size(); i++) {
            accumulators.get(i).take(Metric.CHUNK_GAP, stages.get(i));
        }
        slots.forEach(timeline::take);
    }

    /**
     * Replaces the counts of counters that only saw cut-off requests, since they were not given the gaps themselves.
     */
    void correct(Map<ExceedanceCounter.Key, ExceedanceCounter.Counted> counted) {
        counted.keySet().removeIf(key -> key.metric() == Metric.CHUNK_GAP);
        for (OverLimit over : overLimits) {
            counted.put(
                    new ExceedanceCounter.Key(Metric.CHUNK_GAP, over.limitMicros(), over.stage(), OptionalInt.empty()),
                    new ExceedanceCounter.Counted(
                            over.exceedance(), OptionalDouble.empty(), OptionalDouble.empty(), over.blurred()));
        }
    }
}
