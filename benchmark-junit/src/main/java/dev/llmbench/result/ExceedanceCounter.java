package dev.llmbench.result;

import dev.llmbench.metric.Limit;
import dev.llmbench.metric.Metric;
import dev.llmbench.plan.GoodputLimits;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.Phase;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.SampleSink;
import dev.llmbench.sample.TurnPart;
import dev.llmbench.stats.EffectiveSize;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Counts exactly how many samples are over one limit, and remembers their order: for a latency, the samples over the
 * limit in microseconds; for the error rate and the good fraction, the requests that failed or were not good.
 */
final class ExceedanceCounter implements SampleSink {

    /** Identifies what is counted: equal keys give equal counts. The limit of a fraction is 0. */
    record Key(Metric metric, double limitMicros, OptionalInt stage, OptionalInt turn) {}

    private final Key key;
    private final Limit limit;
    private final GoodputLimits goodput;
    private final long timeout;
    private final ExceedanceSeries series = new ExceedanceSeries();
    private long samples;
    private long over;
    private long surely;
    private long possibly;
    private long blurred;

    ExceedanceCounter(Key key, LoadPlan plan) {
        this.key = key;
        this.limit = new Limit(key.metric(), key.limitMicros());
        this.goodput = plan.goodput();
        this.timeout = plan.target().requestTimeout().toNanos() / 1_000;
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
            share(sample);
        }
    }

    private static boolean isOf(int turn, RequestSample sample) {
        TurnPart part = sample.turn();
        return part != null && part.measuredAs() == turn;
    }

    private void share(RequestSample sample) {
        boolean failed = sample.outcome().isError();
        boolean surelyFailed = failed && !sample.mayHaveFailedByDelay(timeout);
        if (key.metric() == Metric.ERROR_RATE) {
            count(sample, failed, surelyFailed, failed);
        } else {
            boolean surelyBad = failed ? surelyFailed : !goodput.isPossiblyGood(sample);
            count(sample, !goodput.isGood(sample), surelyBad, !goodput.isSurelyGood(sample));
        }
    }

    private void latency(RequestSample sample) {
        if (sample.outcome() == Outcome.OK && key.metric() == Metric.CHUNK_GAP) {
            gaps(sample);
        } else if (limit.counts(sample)) {
            blurred += limit.isBlurred(sample) ? 1 : 0;
            count(sample, limit.isOver(sample), limit.isSurelyOver(sample), limit.isPossiblyOver(sample));
        }
    }

    private void count(RequestSample sample, boolean isOver, boolean isSurely, boolean isPossibly) {
        samples++;
        over += isOver ? 1 : 0;
        surely += isSurely ? 1 : 0;
        possibly += isPossibly ? 1 : 0;
        if (key.metric() != Metric.CHUNK_GAP) {
            series.add(sample.at().scheduled(), isSurely, isPossibly);
        }
    }

    /**
     * A hundred gaps per request are too many to remember in order; the timeline's slots show how they are correlated.
     */
    private void gaps(RequestSample sample) {
        double most = key.limitMicros();
        sample.gaps().forEachBounded((gap, least, longest) -> {
            samples++;
            over += gap > most ? 1 : 0;
            blurred += longest - least > most / 10 ? 1 : 0;
        });
        surely += sample.gaps().surelyOver(most);
        possibly += sample.gaps().possiblyOver(most);
    }

    Counted counted() {
        boolean inOrder = key.metric() != Metric.CHUNK_GAP;
        return new Counted(
                new Exceedance(samples, over, surely, possibly),
                inOrder ? size(series.surely()) : OptionalDouble.empty(),
                inOrder ? size(series.possibly()) : OptionalDouble.empty(),
                blurred);
    }

    private static OptionalDouble size(boolean[] series) {
        return OptionalDouble.of(EffectiveSize.ofSeries(series));
    }

    /**
     * The counts.
     *
     * @param surelySize the number of independent samples that would be as informative about those certainly over the
     *     limit; empty if their order is unknown
     * @param possiblySize the same for those that may be over it
     * @param blurred the number of samples that the generator may have changed by more than a tenth of the limit
     */
    record Counted(Exceedance exceedance, OptionalDouble surelySize, OptionalDouble possiblySize, long blurred) {}
}
