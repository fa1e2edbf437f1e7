package dev.llmbench.metric;

import dev.llmbench.stats.Interval;
import dev.llmbench.stats.OrderStatistics;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.HdrHistogram.IntCountsHistogram;

/**
 * The distribution of one latency. Percentiles are by nearest rank and have three significant digits; count, mean,
 * standard deviation, minimum and maximum are exact. All values are in microseconds.
 *
 * <pre>{@code
 * OptionalDouble p99 = result.run().latency(TTFT).micros(Statistic.percentile(99));
 * }</pre>
 */
public final class Distribution {

    /** A distribution without samples. */
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

    /** Returns the number of samples. */
    public long count() {
        return histogram.getTotalCount();
    }

    public boolean isEmpty() {
        return count() == 0;
    }

    /**
     * Returns the given statistic in microseconds; empty if there are no samples, or only one for a standard deviation.
     */
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
                        throw new IllegalArgumentException(statistic.label() + " is not a statistic of a distribution");
                });
    }

    private double percentileMicros(double percent) {
        return Math.max(min, Math.min(max, histogram.getValueAtPercentile(percent)));
    }

    /** Returns the standard deviation of the samples in microseconds; empty if there are fewer than two. */
    public OptionalDouble standardDeviationMicros() {
        long n = count();
        if (n < 2) {
            return OptionalDouble.empty();
        }
        double variance = (sumOfSquares - (double) sum * sum / n) / (n - 1);
        return OptionalDouble.of(Math.sqrt(Math.max(0, variance)));
    }

    /**
     * Returns the given percentile.
     *
     * @param percent between 0 and 100, both excluded
     * @throws IllegalStateException if there is no sample
     */
    public Duration percentile(double percent) {
        return duration(Statistic.percentile(percent));
    }

    /**
     * Returns the 95 % interval of a percentile in microseconds, based on order statistics, which is correct for any
     * distribution of independent samples. Those of a queueing server are not independent; {@code Measurement.interval}
     * allows for that. A side is unbounded if there are too few samples, such as fewer than 368 for the upper bound of
     * p99.
     *
     * @param percent between 0 and 100, both excluded
     */
    public Interval percentileInterval(double percent) {
        return percentileInterval(percent, (double) count(), Interval.USUAL_CONFIDENCE);
    }

    /**
     * Returns the interval of a percentile of correlated samples.
     *
     * @param effectiveSize the number of independent samples that would be as informative as these
     * @param confidence the confidence level, such as 0.95, with equal tails
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

    /**
     * Returns the greatest value of the bucket that contains the sample of this rank. Subtracting half a rank avoids
     * rounding errors.
     */
    private long atRank(long rank) {
        return histogram.getValueAtPercentile(100 * (rank - 0.5) / count());
    }

    /** Returns the median. @throws IllegalStateException if there is no sample */
    public Duration p50() {
        return percentile(50);
    }

    /** Returns the 90th percentile. @throws IllegalStateException if there is no sample */
    public Duration p90() {
        return percentile(90);
    }

    /** Returns the 95th percentile. @throws IllegalStateException if there is no sample */
    public Duration p95() {
        return percentile(95);
    }

    /** Returns the 99th percentile. @throws IllegalStateException if there is no sample */
    public Duration p99() {
        return percentile(99);
    }

    /** Returns the mean. @throws IllegalStateException if there is no sample */
    public Duration mean() {
        return duration(Statistic.MEAN);
    }

    /** Returns the minimum. @throws IllegalStateException if there is no sample */
    public Duration min() {
        return duration(Statistic.MIN);
    }

    /** Returns the maximum. @throws IllegalStateException if there is no sample */
    public Duration max() {
        return duration(Statistic.MAX);
    }

    private Duration duration(Statistic statistic) {
        double micros = micros(statistic)
                .orElseThrow(() -> new IllegalStateException(
                        "There are no samples, so there is no " + statistic.label() + ": check count() first"));
        return Duration.of(Math.round(micros), ChronoUnit.MICROS);
    }

    /**
     * Returns how many samples are over the limit; empty if three significant digits cannot tell because samples share
     * the limit's histogram bucket.
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

    /**
     * Returns how many samples lie in buckets above the one that contains the limit, which is correct to three
     * significant digits.
     */
    public long countOverBucketOf(double limitMicros) {
        long limit = Math.min(LatencyHistogram.MAX_MICROS, (long) Math.floor(limitMicros));
        long next = histogram.nextNonEquivalentValue(limit);
        return next > histogram.getMaxValue() ? 0 : histogram.getCountBetweenValues(next, histogram.getMaxValue());
    }

    /** Passes each histogram bucket that has samples to the consumer, in ascending order. */
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

    /** Appends the sum, sum of squares, minimum and maximum, which the buckets alone would only give roughly. */
    void appendExact(StringBuilder text) {
        text.append(sum)
                .append(' ')
                .append(sumOfSquares)
                .append(' ')
                .append(min)
                .append(' ')
                .append(max);
    }

    /** Receives the buckets of a histogram. */
    @FunctionalInterface
    public interface BucketConsumer {

        /**
         * Receives one bucket.
         *
         * @param micros the smallest value that falls into it, in microseconds
         * @param count the number of samples in it
         */
        void accept(long micros, long count);
    }
}
