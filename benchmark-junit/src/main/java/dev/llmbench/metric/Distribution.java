package dev.llmbench.metric;

import dev.llmbench.stats.Interval;
import dev.llmbench.stats.OrderStatistics;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.HdrHistogram.IntCountsHistogram;

/**
 * The distribution of one latency. Percentiles are by nearest rank with three significant digits, count, mean, standard
 * deviation, least and greatest value are exact. All values in microseconds.
 *
 * <pre>{@code
 * OptionalDouble p99 = result.run().latency(TTFT).micros(Statistic.percentile(99));
 * }</pre>
 */
public final class Distribution {

    /** A distribution without a sample. */
    public static final Distribution EMPTY =
            new Distribution(new IntCountsHistogram(LatencyHistogram.SIGNIFICANT_DIGITS), 0, 0, Long.MAX_VALUE, 0);

    private final IntCountsHistogram histogram;
    private final long sum;
    private final double sumOfSquares;
    private final long min;
    private final long max;

    Distribution(IntCountsHistogram histogram, long sum, double sumOfSquares, long min, long max) {
        this.histogram = histogram;
        this.sum = sum;
        this.sumOfSquares = sumOfSquares;
        this.min = min;
        this.max = max;
    }

    /** The number of samples. */
    public long count() {
        return histogram.getTotalCount();
    }

    public boolean isEmpty() {
        return count() == 0;
    }

    /** The given statistic in microseconds; empty where there is no sample, or one alone for a standard deviation. */
    public OptionalDouble micros(Statistic statistic) {
        if (isEmpty()) {
            return OptionalDouble.empty();
        }
        if (statistic.kind() == Statistic.Kind.STDDEV) {
            return standardDeviationMicros();
        }
        return OptionalDouble.of(
                switch (statistic.kind()) {
                    case PERCENTILE -> percentileMicros(statistic.percent());
                    case MEAN, VALUE -> (double) sum / count();
                    case MIN -> min;
                    case MAX -> max;
                    case STDDEV, DRIFT, RECOVERY, BREAKPOINT, BY_DIFFERENCE ->
                        throw new IllegalArgumentException(statistic.label() + " is no figure of a distribution");
                });
    }

    private double percentileMicros(double percent) {
        return Math.max(min, Math.min(max, histogram.getValueAtPercentile(percent)));
    }

    /** The standard deviation of the samples in microseconds, empty where there are fewer than two. */
    public OptionalDouble standardDeviationMicros() {
        long n = count();
        if (n < 2) {
            return OptionalDouble.empty();
        }
        double variance = (sumOfSquares - (double) sum * sum / n) / (n - 1);
        return OptionalDouble.of(Math.sqrt(Math.max(0, variance)));
    }

    /**
     * The given percentile.
     *
     * @param percent between 0 and 100, both excluded
     * @throws IllegalStateException if there is no sample
     */
    public Duration percentile(double percent) {
        return duration(Statistic.percentile(percent));
    }

    /**
     * The 95 % interval of a percentile in microseconds, by order statistics: right for any distribution of independent
     * samples. Those of a queueing server are not independent: {@code Measurement.interval} allows for that. A side has no
     * bound if there are too few samples for one, as above a p99 of fewer than 368.
     *
     * @param percent between 0 and 100, both excluded
     */
    public Interval percentileInterval(double percent) {
        return percentileInterval(percent, (double) count(), Interval.USUAL_CONFIDENCE);
    }

    /**
     * The interval of a percentile of correlated samples.
     *
     * @param effectiveSize how many independent samples tell as much as these
     * @param confidence such as 0.95, with equal tails
     */
    public Interval percentileInterval(double percent, double effectiveSize, double confidence) {
        if (isEmpty()) {
            return Interval.UNBOUNDED;
        }
        OrderStatistics ranks = OrderStatistics.of(percent / 100, count(), effectiveSize, confidence);
        OptionalDouble lower = OptionalDouble.empty();
        if (ranks.lower().isPresent()) {
            long bucket = histogram.lowestEquivalentValue(atRank(ranks.lower().getAsLong()));
            lower = OptionalDouble.of((double) Math.max(min, bucket));
        }
        OptionalDouble upper = OptionalDouble.empty();
        if (ranks.upper().isPresent()) {
            upper = OptionalDouble.of(
                    (double) Math.min(max, atRank(ranks.upper().getAsLong())));
        }
        return new Interval(lower, upper);
    }

    /** The greatest value of the bucket of the sample with this rank; half a rank less than it keeps clear of rounding. */
    private long atRank(long rank) {
        return histogram.getValueAtPercentile(100 * (rank - 0.5) / count());
    }

    /** The median. @throws IllegalStateException if there is no sample */
    public Duration p50() {
        return percentile(50);
    }

    /** The 90th percentile. @throws IllegalStateException if there is no sample */
    public Duration p90() {
        return percentile(90);
    }

    /** The 95th percentile. @throws IllegalStateException if there is no sample */
    public Duration p95() {
        return percentile(95);
    }

    /** The 99th percentile. @throws IllegalStateException if there is no sample */
    public Duration p99() {
        return percentile(99);
    }

    /** The mean. @throws IllegalStateException if there is no sample */
    public Duration mean() {
        return duration(Statistic.MEAN);
    }

    /** The least value. @throws IllegalStateException if there is no sample */
    public Duration min() {
        return duration(Statistic.MIN);
    }

    /** The greatest value. @throws IllegalStateException if there is no sample */
    public Duration max() {
        return duration(Statistic.MAX);
    }

    private Duration duration(Statistic statistic) {
        double micros = micros(statistic)
                .orElseThrow(() -> new IllegalStateException(
                        "No request gave a sample, so there is no " + statistic.label() + ": ask count() first"));
        return Duration.of(Math.round(micros), ChronoUnit.MICROS);
    }

    /**
     * How many samples are over the limit, empty where three significant digits cannot tell: where samples share the
     * limit's histogram bucket.
     */
    public OptionalLong countOver(double limitMicros) {
        if (limitMicros >= max || isEmpty()) {
            return OptionalLong.of(0);
        }
        if (limitMicros < min) {
            return OptionalLong.of(count());
        }
        long limit = Math.min(LatencyHistogram.MAX_MICROS, (long) Math.floor(limitMicros));
        long bucketEnd = histogram.highestEquivalentValue(limit);
        boolean ambiguous = bucketEnd > limit && histogram.getCountAtValue(limit) > 0;
        return ambiguous ? OptionalLong.empty() : OptionalLong.of(countOverBucketOf(limitMicros));
    }

    /** How many samples lie in buckets over the one that holds the limit: right to three significant digits. */
    public long countOverBucketOf(double limitMicros) {
        long limit = Math.min(LatencyHistogram.MAX_MICROS, (long) Math.floor(limitMicros));
        long next = histogram.nextNonEquivalentValue(limit);
        return next > histogram.getMaxValue() ? 0 : histogram.getCountBetweenValues(next, histogram.getMaxValue());
    }

    /** Hands each histogram bucket that holds samples to the consumer, the least first. */
    public void forEachBucket(BucketConsumer consumer) {
        histogram
                .recordedValues()
                .forEach(bucket -> consumer.accept(
                        histogram.lowestEquivalentValue(bucket.getValueIteratedTo()),
                        bucket.getCountAtValueIteratedTo()));
    }

    /** Adds these samples to those of the histogram. */
    public void addTo(LatencyHistogram other) {
        forEachBucket(other::add);
        other.add(sum, sumOfSquares, min, max);
    }

    /** Sum, sum of squares, least and greatest value: what the buckets alone would only tell roughly. */
    void appendExact(StringBuilder text) {
        text.append(sum)
                .append(' ')
                .append(sumOfSquares)
                .append(' ')
                .append(min)
                .append(' ')
                .append(max);
    }

    /** Takes one bucket of the histogram. */
    @FunctionalInterface
    public interface BucketConsumer {

        /**
         * Takes one bucket.
         *
         * @param micros the least value that falls into it, in microseconds
         * @param count how many samples did
         */
        void accept(long micros, long count);
    }
}
