package dev.llmbench.result;

import static dev.llmbench.metric.Moments.ABSENT;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Outcome;
import dev.llmbench.metric.Phase;
import dev.llmbench.metric.RequestSample;
import dev.llmbench.metric.SampleSink;
import dev.llmbench.plan.GoodputLimits;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Counts exactly how many samples are over one limit, and keeps their order: of a latency, those over so many
 * microseconds; of the error rate and of the good fraction, requests that failed or were not good.
 */
final class ExceedanceCounter implements SampleSink {

    /** What is counted: equal keys give equal counts. Of a share the limit is 0. */
    record Key(Metric metric, double limitMicros, OptionalInt stage) {}

    private final Key key;
    private final GoodputLimits goodput;
    private final OverSeries series = new OverSeries();
    private long samples;
    private long over;

    ExceedanceCounter(Key key, GoodputLimits goodput) {
        this.key = key;
        this.goodput = goodput;
    }

    @Override
    public void accept(RequestSample sample) {
        if (sample.phase() != Phase.MEASURED || sample.stage() != key.stage().orElse(sample.stage())) {
            return;
        }
        if (key.metric().isLatency()) {
            latency(sample);
        } else if (sample.outcome() == Outcome.OK || sample.outcome().isError()) {
            boolean ok = sample.outcome() == Outcome.OK;
            count(sample, !(ok && (key.metric() == Metric.ERROR_RATE || goodput.isGood(sample))));
        }
    }

    private void latency(RequestSample sample) {
        if (sample.outcome() == Outcome.OK) {
            if (key.metric() == Metric.CHUNK_GAP) {
                sample.gaps().forEach(this::countGap);
            } else if (key.metric().of(sample) != ABSENT) {
                count(sample, key.metric().of(sample) > key.limitMicros());
            }
        } else if (wasCutOff(sample.outcome()) && key.metric().waited(sample) > key.limitMicros()) {
            count(sample, true);
        }
    }

    /** Hanging must not look like speed: what was cut off after waiting longer than the limit is over it. */
    static boolean wasCutOff(Outcome outcome) {
        return outcome == Outcome.INTERRUPTED || outcome == Outcome.TIMEOUT;
    }

    private void count(RequestSample sample, boolean isOver) {
        samples++;
        over += isOver ? 1 : 0;
        if (key.metric() != Metric.CHUNK_GAP) {
            series.add(sample.at().scheduled(), isOver);
        }
    }

    /** A hundred gaps a request are too many to keep: the timeline's slots tell how they are correlated. */
    private void countGap(long micros) {
        samples++;
        over += micros > key.limitMicros() ? 1 : 0;
    }

    Counted counted() {
        return new Counted(
                new Exceedance(samples, over),
                key.metric() == Metric.CHUNK_GAP
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(EffectiveSize.ofSeries(series.inOrder())));
    }

    /**
     * What was counted.
     *
     * @param effectiveSize how many independent samples say as much; empty where their order is not known
     */
    record Counted(Exceedance exceedance, OptionalDouble effectiveSize) {}
}
