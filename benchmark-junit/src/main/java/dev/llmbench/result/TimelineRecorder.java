package dev.llmbench.result;

import dev.llmbench.metric.Outcome;
import dev.llmbench.metric.RequestSample;
import dev.llmbench.metric.SampleSink;
import dev.llmbench.metric.SparseHistogram;
import dev.llmbench.plan.GoodputLimits;
import dev.llmbench.plan.Load;
import java.time.Duration;
import java.util.TreeMap;

/** Gathers the measured samples of a run by time. */
final class TimelineRecorder implements SampleSink {
    private final Load load;
    private final GoodputLimits goodput;
    private final Duration slot;
    private final Scope run;
    private final TreeMap<Integer, Gatherer> slots = new TreeMap<>();

    TimelineRecorder(Load load, GoodputLimits goodput) {
        this.load = load;
        this.goodput = goodput;
        this.slot = Timeline.slotFor(load);
        this.run = Scope.run(load);
    }

    @Override
    public void accept(RequestSample sample) {
        at(sample.at().scheduled()).scheduledHere(sample);
        if (sample.outcome() == Outcome.OK && run.contains(sample.at().end())) {
            at(sample.at().end()).completedHere(sample);
        }
    }

    private Gatherer at(long micros) {
        return slots.computeIfAbsent(
                (int) (micros * 1_000 / slot.toNanos()), key -> new Gatherer(goodput, SparseHistogram::new));
    }

    /** What was gathered, of a run that took so long. */
    Timeline timeline(Duration elapsed) {
        return new Timeline(load, goodput, slot, slots, elapsed);
    }
}
