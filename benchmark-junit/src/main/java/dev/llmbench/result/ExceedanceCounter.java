package dev.llmbench.result;

import dev.llmbench.metric.Limit;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Outcome;
import dev.llmbench.metric.Phase;
import dev.llmbench.metric.RequestSample;
import dev.llmbench.metric.SampleSink;
import dev.llmbench.metric.TurnPart;
import dev.llmbench.plan.GoodputLimits;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Counts exactly how many samples are over one limit, and keeps their order: of a latency, those over so many
 * microseconds; of the error rate and of the good fraction, requests that failed or were not good.
 */
final class ExceedanceCounter implements SampleSink {

    /** What is counted: equal keys give equal counts. Of a share the limit is 0. */
    record Key(Metric metric, double limitMicros, OptionalInt stage, OptionalInt turn) {}

    private final Key key;
    private final Limit limit;
    private final GoodputLimits goodput;
    private final OverSeries series = new OverSeries();
    private long samples;
    private long over;

    ExceedanceCounter(Key key, GoodputLimits goodput) {
        this.key = key;
        this.limit = new Limit(key.metric(), key.limitMicros());
        this.goodput = goodput;
    }

    @Override
    public void accept(RequestSample sample) {
        if (sample.phase() != Phase.MEASURED
                || sample.stage() != key.stage().orElse(sample.stage())
                || (key.turn().isPresent() && !isOf(key.turn().getAsInt(), sample))) {
            return;
        }
        if (key.metric().isLatency()) {
            latency(sample);
        } else if (sample.outcome() == Outcome.OK || sample.outcome().isError()) {
            boolean ok = sample.outcome() == Outcome.OK;
            count(sample, !(ok && (key.metric() == Metric.ERROR_RATE || goodput.isGood(sample))));
        }
    }

    private static boolean isOf(int turn, RequestSample sample) {
        TurnPart part = sample.turn();
        return part != null && part.measuredAs() == turn;
    }

    private void latency(RequestSample sample) {
        if (sample.outcome() == Outcome.OK && key.metric() == Metric.CHUNK_GAP) {
            sample.gaps().forEach(this::countGap);
        } else if (limit.counts(sample)) {
            count(sample, limit.isOver(sample));
        }
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
