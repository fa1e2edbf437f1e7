package dev.llmbench.result;

import static dev.llmbench.metric.Moments.ABSENT;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Outcome;
import dev.llmbench.metric.Phase;
import dev.llmbench.metric.RequestSample;
import dev.llmbench.metric.SampleSink;
import java.util.OptionalInt;

/** Counts exactly how many samples of one latency are over one limit. */
public final class ExceedanceCounter implements SampleSink {

    /**
     * What is counted: equal keys give equal counts.
     *
     * @param metric a latency
     * @param limitMicros the limit in microseconds
     * @param stage the stage whose requests count; empty for those of all
     */
    public record Key(Metric metric, double limitMicros, OptionalInt stage) {}

    private final Key key;
    private long samples;
    private long over;

    public ExceedanceCounter(Key key) {
        this.key = key;
    }

    @Override
    public void accept(RequestSample sample) {
        if (sample.phase() != Phase.MEASURED || sample.stage() != key.stage().orElse(sample.stage())) {
            return;
        }
        if (sample.outcome() == Outcome.OK) {
            if (key.metric() == Metric.CHUNK_GAP) {
                sample.gaps().forEach(this::count);
            } else {
                count(key.metric().of(sample));
            }
        } else if (wasCutOff(sample.outcome()) && key.metric().waited(sample) > key.limitMicros()) {
            samples++;
            over++;
        }
    }

    /** Hanging must not look like speed: what was cut off after waiting longer than the limit is over it. */
    static boolean wasCutOff(Outcome outcome) {
        return outcome == Outcome.INTERRUPTED || outcome == Outcome.TIMEOUT;
    }

    private void count(long micros) {
        if (micros == ABSENT) {
            return;
        }
        samples++;
        if (micros > key.limitMicros()) {
            over++;
        }
    }

    /** The count so far. */
    public Exceedance counted() {
        return new Exceedance(samples, over);
    }
}
