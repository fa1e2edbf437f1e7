package dev.llmbench.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistributionTest {
    private static final double THREE_DIGITS = 1.001;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 19, 20, 21, 99, 100, 101, 1_000, 4_999})
    void percentilesAreThoseOfASortedListByNearestRank(int n) {
        long[] sorted = randomLatencies(n).sorted().toArray();
        Distribution distribution = of(sorted);
        for (double percent : new double[] {0.1, 1, 10, 25, 33.3, 50, 66.7, 75, 90, 95, 99, 99.9, 99.99}) {
            double exact = sorted[nearestRank(percent, n) - 1];
            assertThat(distribution.micros(Statistic.percentile(percent)).orElseThrow())
                    .as("p%s of %s samples", percent, n)
                    .isBetween(exact, exact * THREE_DIGITS);
        }
    }

    @Test
    void nearestRankOfAHundredIsExactAtEveryWholePercent() {
        long[] oneToHundred = LongStream.rangeClosed(1, 100).toArray();
        Distribution distribution = of(oneToHundred);
        for (int percent = 1; percent < 100; percent++) {
            assertThat(distribution.micros(Statistic.percentile(percent))).hasValue(percent);
        }
    }

    @Test
    void countMeanDeviationAndEndsAreExact() {
        Distribution distribution = of(100_003, 200_001, 600_002);

        assertThat(distribution.count()).isEqualTo(3);
        assertThat(distribution.mean()).isEqualTo(Duration.ofNanos(300_002_000));
        assertThat(distribution.min()).isEqualTo(Duration.ofNanos(100_003_000));
        assertThat(distribution.max()).isEqualTo(Duration.ofNanos(600_002_000));
        assertThat(distribution.standardDeviationMicros().orElseThrow()).isCloseTo(264_574.94, within(0.01));
    }

    @Test
    void aDeviationTakesTwoSamples() {
        assertThat(of(5).standardDeviationMicros()).isEmpty();
    }

    @Test
    void aDistributionWithoutASampleHasNoFigures() {
        assertThat(Distribution.EMPTY.micros(Statistic.MAX)).isEmpty();
        assertThatIllegalStateException().isThrownBy(Distribution.EMPTY::p95).withMessageContaining("there is no p95");
    }

    @Test
    void aCountOverALimitIsExactWhereverItIsGiven() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            long[] values = randomLatencies(1 + random.nextInt(500)).toArray();
            Distribution distribution = of(values);
            // As often as not the limit is one of the samples.
            double limit = round % 2 == 0 ? values[0] : random.nextInt(2_000_000) + 0.5;
            long exact = Arrays.stream(values).filter(value -> value > limit).count();

            distribution.countOver(limit).ifPresent(count -> assertThat(count).isEqualTo(exact));
        }
    }

    @Test
    void aCountIsGivenWhereNoSampleSharesTheLimitsBucket() {
        Distribution distribution = of(100_000, 299_000, 301_000, 400_000);

        assertThat(distribution.countOver(300_000)).hasValue(2);
    }

    @Test
    void aCountIsWithheldWhereASampleSharesTheLimitsBucket() {
        Distribution distribution = of(100_000, 300_010, 400_000);

        assertThat(distribution.countOver(300_000)).isEmpty();
        assertThat(distribution.countOverBucketOf(300_000)).isEqualTo(1);
    }

    @Test
    void aCountIsExactUpToTwoMilliseconds() {
        Distribution distribution = of(998, 999, 1_000, 1_001);

        assertThat(distribution.countOver(999)).hasValue(2);
        assertThat(distribution.countOver(999.5)).hasValue(2);
    }

    @Test
    void theEndsAreAlwaysCountedExactly() {
        Distribution distribution = of(300_001, 300_002);

        assertThat(distribution.countOver(300_000)).hasValue(2);
        assertThat(distribution.countOver(300_002)).hasValue(0);
    }

    @Test
    void moreThanAnHourCountsAsAnHourInPercentilesAndInFullOtherwise() {
        long twoHours = 7_200_000_000L;
        Distribution distribution = of(1_000, 2_000, twoHours);

        assertThat(distribution.max()).isEqualTo(Duration.ofHours(2));
        assertThat(distribution.countOver(3_590_000_000.0)).hasValue(1);
        assertThat(distribution.p99()).isBetween(Duration.ofHours(1), Duration.ofMinutes(61));
    }

    @Test
    void addedHistogramsAreOneHistogramOfAllSamples() {
        LatencyHistogram first = histogram(100, 200);
        histogram(50, 900).addTo(first);

        assertThat(first.snapshot().count()).isEqualTo(4);
        assertThat(first.snapshot().micros(Statistic.MIN)).hasValue(50);
        assertThat(first.snapshot().micros(Statistic.MAX)).hasValue(900);
        assertThat(first.snapshot().micros(Statistic.percentile(50))).hasValue(100);
    }

    @Test
    void aSnapshotIsNotChangedByWhatComesAfter() {
        LatencyHistogram histogram = histogram(100);
        Distribution before = histogram.snapshot();
        histogram.record(900);
        histogram.reset();

        assertThat(before.count()).isEqualTo(1);
        assertThat(before.micros(Statistic.MAX)).hasValue(100);
        assertThat(histogram.snapshot().isEmpty()).isTrue();
    }

    private static int nearestRank(double percent, int n) {
        return BigDecimal.valueOf(percent)
                .multiply(BigDecimal.valueOf(n))
                .movePointLeft(2)
                .setScale(0, RoundingMode.CEILING)
                .intValueExact();
    }

    private static LongStream randomLatencies(int n) {
        return new Random(n).longs(n, 500, 2_000_000);
    }

    private static Distribution of(long... micros) {
        return histogram(micros).snapshot();
    }

    private static LatencyHistogram histogram(long... micros) {
        LatencyHistogram histogram = new LatencyHistogram();
        Arrays.stream(micros).forEach(histogram::record);
        return histogram;
    }
}
