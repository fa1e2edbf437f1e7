package dev.llmbench.result;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.sample.Phase;
import dev.llmbench.sample.SampleSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The results of the quiet time of a run. Each is created on demand by reading the samples again. */
final class QuietResults {
    private static final Statistic P99 = Statistic.percentile(99);

    private final LoadPlan plan;
    private final RunFacts facts;
    private final SampleSource samples;
    private final ArmTime time;
    private final Map<Metric, Optional<LoadResult>> known = new ConcurrentHashMap<>();

    QuietResults(LoadPlan plan, RunFacts facts, SampleSource samples, ArmTime time) {
        this.time = time;
        this.plan = plan;
        this.facts = facts;
        this.samples = samples;
    }

    /** Returns whether the whole run is quiet because no stall was long enough to disturb anything. */
    boolean isAll() {
        return facts.stalls().each().stream().noneMatch(stall -> stall.micros() > toleranceMicros());
    }

    private long toleranceMicros() {
        return plan.lagTolerance().toNanos() / 1_000;
    }

    /**
     * Returns the result of the quiet time on which a metric is judged; empty if the samples cannot be read again.
     *
     * @param whole the result of the whole run
     */
    Optional<LoadResult> of(LoadResult whole, Metric judged) {
        return isAll() ? Optional.of(whole) : known.computeIfAbsent(spanOf(judged), span -> read(whole, span));
    }

    /**
     * Returns the latency that determines how long before a stall a disturbed request may have been sent: E2E if the
     * whole stream matters.
     */
    private static Metric spanOf(Metric judged) {
        return switch (judged) {
            case TTFT, TTFT_FROM_SCHEDULE, TTFO, WAITING, CONNECT, DISPATCH_LAG -> judged;
            default -> Metric.E2E_FROM_SCHEDULE;
        };
    }

    private Optional<LoadResult> read(LoadResult whole, Metric span) {
        QuietTime quiet = time(whole, span);
        long slot = whole.timeline().slot().toNanos() / 1_000;
        SampleSource quietSamples = sink -> samples.replay(sample -> {
            if (sample.phase() == Phase.WARMUP || quiet.contains(sample.at().scheduled())) {
                sink.accept(sample);
            }
        });
        Recorder recorder = Recorder.again(
                plan,
                KeptGaps.ofSlots(whole, number -> quiet.quietMicros(number * slot, (number + 1) * slot) == slot),
                time);
        // The plan already contains the breakpoint.
        return quietSamples.replay(recorder)
                ? Optional.of(recorder.result(
                        facts.toBuilder()
                                .stalls(Stalls.NONE)
                                .breakpoint(Optional.empty())
                                .build(),
                        quietSamples))
                : Optional.empty();
    }

    private QuietTime time(LoadResult whole, Metric span) {
        double before = whole.run().latency(span).micros(P99).orElse(0);
        return new QuietTime(facts.stalls().each(), toleranceMicros(), Math.round(before));
    }
}
