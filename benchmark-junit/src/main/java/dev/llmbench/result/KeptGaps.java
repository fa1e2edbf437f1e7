package dev.llmbench.result;

import dev.llmbench.metric.KeptHistogram;
import dev.llmbench.metric.Metric;
import dev.llmbench.plan.Budget;
import dev.llmbench.plan.ConfigurationException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The gaps between chunks of a run: a hundred to a request, they are no rows of its CSV.
 *
 * <pre>{@code
 * KeptGaps none = KeptGaps.NONE;
 * }</pre>
 *
 * @param stages those of each stage, in order; empty where it has none
 * @param slots those of each slot of the timeline that has any, by its number counted from 0
 * @param overLimits what was counted exactly, one by one
 */
public record KeptGaps(
        List<Optional<KeptHistogram>> stages, SortedMap<Integer, KeptHistogram> slots, List<OverLimit> overLimits) {

    /**
     * How many gaps are over a budget's limit.
     *
     * @param stage the budget's stage; empty for the run
     * @param limitMicros its limit in microseconds
     */
    public record OverLimit(OptionalInt stage, double limitMicros, Exceedance exceedance) {}

    /** Nothing is known of them. */
    public static final KeptGaps NONE = new KeptGaps(List.of(), new TreeMap<>(), List.of());

    public KeptGaps {
        stages = List.copyOf(stages);
        overLimits = List.copyOf(overLimits);
    }

    static KeptGaps of(LoadResult result) {
        return new KeptGaps(
                result.stages().stream().map(KeptGaps::ofStage).toList(),
                result.timeline().chunkGaps(),
                result.plan().budgets().stream()
                        .filter(budget -> budget.metric() == Metric.CHUNK_GAP)
                        .map(budget -> overLimit(result, budget))
                        .distinct()
                        .toList());
    }

    private static Optional<KeptHistogram> ofStage(Measurement stage) {
        return Optional.of(stage.latency(Metric.CHUNK_GAP))
                .filter(gaps -> !gaps.isEmpty())
                .map(KeptHistogram::of);
    }

    private static OverLimit overLimit(LoadResult result, Budget budget) {
        Measurement measured =
                budget.stage().isPresent() ? result.stage(budget.stage().getAsInt()) : result.run();
        return new OverLimit(
                budget.stage(), budget.limit(), result.exceedance(measured, Metric.CHUNK_GAP, budget.limit()));
    }

    void giveTo(List<Gatherer> gatherers, TimelineRecorder timeline) {
        if (stages.size() > gatherers.size()) {
            throw ConfigurationException.saying("The chunk gaps are those of " + stages.size()
                    + " stages, and the plan has " + gatherers.size() + ". Read them with the plan of their run.");
        }
        for (int i = 0; i < stages.size(); i++) {
            Gatherer gatherer = gatherers.get(i);
            stages.get(i).ifPresent(gaps -> gatherer.take(Metric.CHUNK_GAP, gaps));
        }
        slots.forEach(timeline::take);
    }

    /** Without the gaps themselves the counters saw cut-off requests alone. */
    void correct(Map<ExceedanceCounter.Key, ExceedanceCounter.Counted> counted) {
        counted.keySet().removeIf(key -> key.metric() == Metric.CHUNK_GAP);
        for (OverLimit over : overLimits) {
            counted.put(
                    new ExceedanceCounter.Key(Metric.CHUNK_GAP, over.limitMicros(), over.stage(), OptionalInt.empty()),
                    new ExceedanceCounter.Counted(over.exceedance(), OptionalDouble.empty()));
        }
    }
}
