package dev.llmbench.result;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.SparseHistogram;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.SampleSink;
import java.time.Duration;
import java.util.TreeMap;

/** Records the measured samples of a run by time, and compacts earlier slots. */
final class TimelineRecorder implements SampleSink {
    /** The number of slots in use before the earlier ones are compacted. */
    private static final int MOST_IN_USE = 16;

    private static final int STAY_IN_USE = 4;

    private final LoadPlan plan;
    private final Duration slot;
    private final Scope run;
    private final TreeMap<Integer, ScopeAccumulator> slots = new TreeMap<>();
    private final TreeMap<Integer, ScopeAccumulator> inUse = new TreeMap<>();

    TimelineRecorder(LoadPlan plan) {
        this.plan = plan;
        this.slot = Timeline.slotFor(plan.load());
        this.run = Scope.run(plan.load());
    }

    @Override
    public void accept(RequestSample sample) {
        at(sample.at().scheduled()).scheduledHere(sample);
        long end = sample.at().end();
        if (sample.outcome() == Outcome.OK && run.contains(end)) {
            at(end).completedHere(sample);
        } else if (sample.outcome() == Outcome.OK
                && run.contains(end - sample.at().delays().total())) {
            at(end - sample.at().delays().total()).lateHere(sample);
        }
        decoded(sample);
    }

    private void decoded(RequestSample sample) {
        long slotMicros = slot.toNanos() / 1_000;
        long to = Math.min(sample.at().lastToken(), run.toMicros());
        long from = Math.max(sample.at().firstToken(), run.fromMicros());
        while (from < to) {
            long end = Math.min(to, (from / slotMicros + 1) * slotMicros);
            at(from).decodedHere(sample, ModelWork.decodeMicros(sample, from, end));
            from = end;
        }
    }

    /** Restores the saved chunk gaps of a slot. */
    void take(int number, KeptLatencies gaps) {
        slot(number).take(Metric.CHUNK_GAP, gaps);
    }

    private ScopeAccumulator at(long micros) {
        return slot((int) (micros * 1_000 / slot.toNanos()));
    }

    private ScopeAccumulator slot(int number) {
        ScopeAccumulator used = inUse.get(number);
        if (used == null) {
            used = slots.computeIfAbsent(number, key -> new ScopeAccumulator(plan, SparseHistogram::new));
            inUse.put(number, used);
            compactEarlier();
        }
        return used;
    }

    private void compactEarlier() {
        if (inUse.size() > MOST_IN_USE) {
            while (inUse.size() > STAY_IN_USE) {
                inUse.pollFirstEntry().getValue().compact();
            }
        }
    }

    /** Returns the timeline of a run that took the given time. */
    Timeline timeline(Duration elapsed) {
        return new Timeline(plan, slot, slots, elapsed);
    }
}
