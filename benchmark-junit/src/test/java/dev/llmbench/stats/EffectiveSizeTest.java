package dev.llmbench.stats;

import static dev.llmbench.result.Results.many;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.Plans;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.Results;
import dev.llmbench.result.Samples;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EffectiveSizeTest {
    private static final double LIMIT = 300_000;

    @Test
    void aSeriesWithoutChangeCountsInFull() {
        assertThat(EffectiveSize.ofSeries(new boolean[299])).isEqualTo(299);
    }

    @Test
    void aSeriesThatAlternatesCountsForNoMoreThanItIs() {
        boolean[] over = new boolean[200];
        for (int i = 0; i < over.length; i += 2) {
            over[i] = true;
        }
        assertThat(EffectiveSize.ofSeries(over)).isEqualTo(200);
    }

    @Test
    void independentSamplesCountForNearlyAll() {
        Random random = new Random(3);
        double sum = 0;
        for (int round = 0; round < 200; round++) {
            sum += EffectiveSize.ofSeries(chain(1_000, 0.05, 0.05, random)) / 1_000;
        }
        assertThat(sum / 200).isBetween(0.88, 1.0);
    }

    @Test
    void aSeriesThatRemembersOneSampleIsScaledByItsAutocorrelation() {
        // Over stays over in 60 %, and begins in 10 %: the lag-1 autocorrelation is 0.5, and n / 3 is left.
        boolean[] over = chain(100_000, 0.1, 0.6, new Random(5));

        assertThat(EffectiveSize.ofSeries(over)).isBetween(100_000 / 3.0 * 0.05, 100_000 / 3.0 * 1.02);
    }

    @Test
    void aSlowChangeIsFoundThoughNeighboursSeemIndependent() {
        Random random = new Random(7);
        boolean[] over = new boolean[4_000];
        for (int i = 0; i < over.length; i++) {
            over[i] = random.nextDouble() < (i < 2_000 ? 0.02 : 0.08);
        }
        assertThat(EffectiveSize.ofSeries(over)).isLessThan(2_000);
    }

    @Test
    void oneClusterIsOneObservation() {
        boolean[] over = new boolean[1_000];
        for (int i = 300; i < 400; i++) {
            over[i] = true;
        }
        assertThat(EffectiveSize.ofSeries(over)).isLessThan(20);
    }

    @Test
    void theOrderInWhichSamplesEndedMakesNoDifference() {
        List<RequestSample> inOrder = new ArrayList<>();
        boolean[] over = chain(2_000, 0.05, 0.8, new Random(11));
        for (int i = 0; i < over.length; i++) {
            inOrder.add(Samples.ok()
                    .scheduledAt(ofMillis(30L * i))
                    .ttft(ofMillis(over[i] ? 400 : 100))
                    .sample());
        }
        List<RequestSample> byCompletion = new ArrayList<>(inOrder);
        Collections.shuffle(byCompletion, new Random(13));

        double expected = EffectiveSize.ofSeries(over);
        assertThat(expected).isLessThan(500);
        assertThat(ttft(Results.result(Plans.plan(), inOrder))).isEqualTo(expected);
        assertThat(ttft(Results.result(Plans.plan(), byCompletion))).isEqualTo(expected);
    }

    @Test
    void samplesOfOneScheduleAreInNoOrder() {
        // They end in order of length, which would look like one long spell over the limit.
        List<RequestSample> samples =
                many(500, Samples.okWithTtft(ofMillis(100)), 500, Samples.okWithTtft(ofMillis(400)));

        assertThat(ttft(Results.result(Plans.plan(), samples))).isGreaterThan(700);
    }

    @Test
    void errorsThatComeTogetherAreCorrelatedToo() {
        RequestSample failed = Samples.failed(Outcome.HTTP_5XX, "overloaded")
                .scheduledAt(ofSeconds(30))
                .sample();
        List<RequestSample> samples = new ArrayList<>(Collections.nCopies(20, failed));
        for (int i = 0; i < 980; i++) {
            samples.add(Samples.ok().scheduledAt(ofMillis(60L * i)).sample());
        }
        LoadResult result = Results.resultWithoutReplay(Plans.plan(), samples);

        assertThat(result.run().effectiveSize(Metric.ERROR_RATE, 0, true).orElseThrow())
                .isLessThan(100);
    }

    @Test
    void withoutSamplesToReadAgainTheTimelineTells() {
        List<RequestSample> samples = new ArrayList<>();
        for (int i = 0; i < 1_200; i++) {
            boolean over = i >= 600 && i < 700;
            samples.add(Samples.ok()
                    .scheduledAt(ofMillis(50L * i))
                    .ttft(ofMillis(over ? 400 : 100))
                    .sample());
        }
        assertThat(ttft(Results.resultWithoutReplay(Plans.plan(), samples))).isLessThan(50);
    }

    @Test
    void gapsOfChunksAreCorrelatedByTime() {
        List<RequestSample> samples = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            Duration gap = ofMillis(i >= 300 && i < 400 ? 60 : 10);
            samples.add(Samples.ok()
                    .scheduledAt(ofMillis(100L * i))
                    .gaps(gap, gap, gap, gap)
                    .sample());
        }
        LoadResult result = Results.result(Plans.plan(), samples);

        assertThat(result.run().effectiveSize(Metric.CHUNK_GAP, 50_000, true).orElseThrow())
                .isLessThan(50);
    }

    @Test
    void meansAndRatesHaveIntervalsByBatches() {
        Random random = new Random(19);
        List<RequestSample> samples = new ArrayList<>();
        for (int i = 0; i < 6_000; i++) {
            samples.add(Samples.ok()
                    .scheduledAt(ofMillis((long) (60_000 * random.nextDouble())))
                    .ttft(ofMillis(100 + random.nextInt(100)))
                    .e2e(ofMillis(600))
                    .sample());
        }
        LoadResult result = Results.result(Plans.plan(), samples);
        Interval mean = result.interval(Metric.TTFT, Statistic.MEAN);
        Interval rate = result.interval(Metric.REQUEST_THROUGHPUT, Statistic.VALUE);

        // The error of the mean of 6,000 uniform times is 0.37 ms; that of a Poisson rate of 100/s over 60 s 1.3/s.
        assertThat(width(mean)).isBetween(800.0, 2_800.0);
        assertThat(mean.contains(149_500)).isTrue();
        assertThat(width(rate)).isBetween(1.0, 9.0);
        assertThat(result.interval(Metric.TTFT, Statistic.MAX)).isEqualTo(Interval.UNBOUNDED);
        assertThat(result.interval(Metric.TTFT, Statistic.percentile(95)).isBounded())
                .isTrue();
        assertThat(result.interval(Metric.ERROR_RATE, Statistic.VALUE).upper().orElseThrow())
                .isCloseTo(1 - Math.pow(0.025, 1 / 6_000.0), within(1e-9));
    }

    private static double width(Interval interval) {
        return interval.upper().orElseThrow() - interval.lower().orElseThrow();
    }

    private static double ttft(LoadResult result) {
        return result.run().effectiveSize(Metric.TTFT, LIMIT, true).orElseThrow();
    }

    /** Samples over the limit with the one chance after a sample within, and with the other after one over. */
    private static boolean[] chain(int n, double afterWithin, double afterOver, Random random) {
        boolean[] over = new boolean[n];
        boolean before = false;
        for (int i = 0; i < n; i++) {
            before = random.nextDouble() < (before ? afterOver : afterWithin);
            over[i] = before;
        }
        return over;
    }
}
