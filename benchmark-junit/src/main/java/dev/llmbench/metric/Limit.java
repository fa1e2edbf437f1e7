package dev.llmbench.metric;

import dev.llmbench.sample.Moments;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;

/**
 * A limit on a latency that is checked against single requests. A request that was cut off or timed out after waiting
 * longer than the limit is over it: hanging must not look like speed.
 *
 * @param metric a latency that a request has once: not the chunk gap, unless the request was cut off
 * @param micros the limit in microseconds
 */
public record Limit(Metric metric, double micros) {

    /**
     * Returns whether the request is a sample: it ended ok and has this latency, or it waited longer than the limit.
     */
    public boolean counts(RequestSample sample) {
        return sample.outcome() == Outcome.OK ? metric.of(sample) != Moments.ABSENT : isOver(sample);
    }

    /**
     * Returns whether the request took, or waited, longer than the limit even without everything that the generator may
     * have added.
     */
    public boolean isSurelyOver(RequestSample sample) {
        return sample.outcome() == Outcome.OK
                ? metric.least(sample) > micros
                : sample.outcome().wasCutOff() && metric.waitedLeast(sample) > micros;
    }

    /** Returns whether the request may have taken longer than the limit. */
    public boolean isPossiblyOver(RequestSample sample) {
        return sample.outcome() == Outcome.OK ? metric.most(sample) > micros : isOver(sample);
    }

    /** Returns whether the generator may have added more than a tenth of the limit. */
    public boolean isBlurred(RequestSample sample) {
        return sample.outcome() == Outcome.OK && metric.most(sample) - metric.least(sample) > micros / 10;
    }

    /** Returns whether the request took, or waited, longer than the limit. */
    public boolean isOver(RequestSample sample) {
        return sample.outcome() == Outcome.OK
                ? metric.of(sample) > micros
                : sample.outcome().wasCutOff() && metric.waited(sample) > micros;
    }
}
