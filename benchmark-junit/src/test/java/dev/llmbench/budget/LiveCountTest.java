package dev.llmbench.budget;

import static dev.llmbench.budget.Budgets.atLeast;
import static dev.llmbench.budget.Budgets.atMost;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.budget.LiveCount.Standing;
import dev.llmbench.metric.Metric;
import dev.llmbench.plan.Budget;
import dev.llmbench.plan.GoodputLimits;
import dev.llmbench.plan.Plans;
import dev.llmbench.result.Results;
import dev.llmbench.result.Samples;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LiveCountTest {
    private static final Budget TTFT_P95 = atMost(Metric.TTFT, "p95", "300ms");
    private static final RequestSample FAST = Samples.okWithTtft(ofMillis(100));
    private static final RequestSample SLOW = Samples.okWithTtft(ofMillis(412));
    private static final RequestSample FAILED =
            Samples.failed(Outcome.HTTP_5XX, "overloaded").sample();

    @Test
    void aPercentileIsBrokenBySoManySamplesAsItsVerdictWouldBe() {
        assertThat(standing(TTFT_P95, Results.many(95, FAST, 5, SLOW)).broken()).isFalse();
        assertThat(standing(TTFT_P95, Results.many(94, FAST, 6, SLOW)))
                .matches(standing -> standing.broken() && !standing.surely())
                .extracting(Standing::inWords)
                .isEqualTo("6 of 100 requests took longer; the limit is TTFT p95 ≤ 300 ms");
        assertThat(standing(TTFT_P95, Results.many(88, FAST, 12, SLOW)).surely())
                .isTrue();
    }

    @Test
    void tooFewSamplesTellNothingUnlessTheyAreBeyondChance() {
        assertThat(standing(TTFT_P95, Results.many(10, FAST, 1, SLOW)))
                .matches(standing -> !standing.told() && !standing.broken());
        assertThat(standing(TTFT_P95, Results.many(3, SLOW))).matches(standing -> standing.told() && standing.surely());
        assertThat(standing(TTFT_P95, List.of())).matches(standing -> !standing.told() && !standing.broken());
    }

    @Test
    void aRequestInFlightThatHasItsFirstTokenTellsItsTtft() {
        RequestSample streaming = Samples.interrupted().ttft(ofMillis(100)).sample();

        Standing standing = new LiveCount(TTFT_P95, Plans.plan()).standing(Results.many(50, streaming));

        assertThat(standing.samples()).isEqualTo(50);
        assertThat(standing).matches(told -> told.told() && !told.broken());
    }

    @Test
    void aRequestInFlightThatWaitsForLongerThanTheLimitIsOverIt() {
        Standing standing = new LiveCount(TTFT_P95, Plans.plan())
                .standing(Results.many(5, Samples.hung(Outcome.INTERRUPTED, ofSeconds(1))));

        assertThat(standing).matches(Standing::surely);
    }

    @Test
    void aRequestInFlightThatMayYetBeFastTellsNothing() {
        RequestSample young = Samples.hung(Outcome.INTERRUPTED, ofMillis(200));

        assertThat(new LiveCount(TTFT_P95, Plans.plan())
                        .standing(Results.many(50, young))
                        .samples())
                .isZero();
    }

    @Test
    void theEndOfARequestInFlightIsNotKnown() {
        RequestSample streaming =
                Samples.interrupted().ttft(ofMillis(100)).e2e(ofSeconds(1)).sample();

        assertThat(new LiveCount(atMost(Metric.E2E, "p95", "3s"), Plans.plan())
                        .standing(Results.many(50, streaming))
                        .samples())
                .isZero();
    }

    @Test
    void errorsAndTheGoodFractionAreShares() {
        assertThat(standing(atMost(Metric.ERROR_RATE, "", "1%"), Results.many(97, FAST, 3, FAILED)))
                .matches(Standing::broken)
                .extracting(Standing::inWords)
                .isEqualTo("3 of 100 requests failed; the limit is Error rate ≤ 1 %");

        LiveCount good = new LiveCount(
                atLeast(Metric.GOOD_FRACTION, "", "90%"),
                Plans.plan(Plans.STEADY, new GoodputLimits(Map.of(Metric.TTFT, ofMillis(300))), false));
        Results.many(85, FAST, 15, SLOW).forEach(good::ended);
        assertThat(good.standing(List.of()).inWords())
                .isEqualTo("15 of 100 requests were not good; the limit is Good fraction ≥ 90 %");
        assertThat(good.standing(List.of()).broken()).isTrue();
    }

    @Test
    void aMeanIsBrokenByItsFigure() {
        assertThat(standing(atMost(Metric.TTFT, "mean", "300ms"), Results.many(1, FAST, 3, SLOW)))
                .matches(Standing::surely)
                .extracting(Standing::inWords)
                .isEqualTo("the mean of 4 requests was 334 ms; the limit is TTFT mean ≤ 300 ms");
        assertThat(standing(atMost(Metric.TTFT, "mean", "300ms"), List.of()))
                .matches(standing -> !standing.told() && !standing.broken());
    }

    @Test
    void aMaximumIsBrokenByOneSample() {
        assertThat(standing(atMost(Metric.TTFT, "max", "300ms"), Results.many(99, FAST, 1, SLOW))
                        .surely())
                .isTrue();
    }

    @Test
    void chunkGapsAreCountedOneByOne() {
        RequestSample sample =
                Samples.ok().gaps(ofMillis(10), ofMillis(20), ofMillis(90)).sample();
        Budget p50 = atMost(Metric.CHUNK_GAP, "p50", "50ms");

        assertThat(standing(p50, Results.many(10, sample)))
                .matches(standing -> standing.told() && !standing.broken())
                .isEqualTo(new Standing(
                        30, true, false, false, "10 of 30 gaps took longer; the limit is Chunk gap p50 ≤ 50 ms"));
        assertThat(standing(p50, Results.many(10, FAILED)).samples()).isZero();
        assertThat(standing(atMost(Metric.CHUNK_GAP, "mean", "40ms"), Results.many(10, sample))
                        .inWords())
                .isEqualTo("the mean of 30 requests was 40 ms; the limit is Chunk gap mean ≤ 40 ms");
    }

    /** 84 ms, of which up to 23 ms may be the generator's. */
    private static final RequestSample BLURRED =
            Samples.ok().ttft(ofMillis(84)).receivedLate(ofMillis(23)).sample();

    @Test
    void whatTheGeneratorsOwnDelayDecidesIsNotTold() {
        Budget p95 = atMost(Metric.TTFT, "p95", "70ms");
        Budget mean = atMost(Metric.TTFT, "mean", "70ms");

        assertThat(standing(p95, Results.many(100, BLURRED))).matches(standing -> !standing.told());
        assertThat(standing(mean, Results.many(100, BLURRED))).matches(standing -> !standing.told());
        assertThat(standing(atMost(Metric.TTFT, "mean", "61ms"), Results.many(100, BLURRED)))
                .matches(standing -> !standing.broken());
        assertThat(standing(atMost(Metric.TTFT, "mean", "60ms"), Results.many(100, BLURRED)))
                .matches(standing -> standing.told() && standing.broken());
        assertThat(standing(atMost(Metric.TTFT, "mean", "84ms"), Results.many(100, BLURRED)))
                .matches(standing -> standing.told() && !standing.broken());
    }

    @Test
    void aFailureThatAStallMayExplainIsNoneForSure() {
        RequestSample reset =
                Samples.failed(Outcome.RESET, "gone").receivedLate(ofMillis(30)).sample();
        // Requests of this plan have a minute.
        RequestSample unread = Samples.failed(Outcome.TIMEOUT, "late")
                .e2e(ofMillis(60_010))
                .receivedLate(ofMillis(30))
                .sample();
        Budget errors = atMost(Metric.ERROR_RATE, "", "1%");

        assertThat(standing(errors, Results.many(97, FAST, 3, reset)))
                .matches(standing -> !standing.told() && !standing.broken())
                .extracting(Standing::inWords)
                .isEqualTo("0 of 100 requests failed; the limit is Error rate ≤ 1 %");
        assertThat(standing(errors, Results.many(97, FAST, 3, unread))).matches(standing -> !standing.told());
        assertThat(standing(errors, Results.many(99, FAST, 1, reset))).matches(Standing::told);
    }

    @Test
    void whatIsGoodHasItsBoundsToo() {
        Budget good = atLeast(Metric.GOOD_FRACTION, "", "90%");
        RequestSample reset =
                Samples.failed(Outcome.RESET, "gone").receivedLate(ofMillis(30)).sample();

        assertThat(good(good, Results.many(80, FAST, 20, BLURRED)))
                .matches(standing -> !standing.told() && !standing.broken());
        assertThat(good(good, Results.many(80, FAST, 20, reset))).matches(standing -> !standing.told());
        assertThat(good(good, Results.many(80, FAST, 20, FAILED))).matches(Standing::broken);
        assertThat(good(good, Results.many(90, FAST, 10, FAILED)))
                .matches(standing -> standing.told() && !standing.broken());
    }

    private static Standing good(Budget budget, List<RequestSample> samples) {
        GoodputLimits limits = new GoodputLimits(Map.of(Metric.TTFT, ofMillis(70)));
        LiveCount count = new LiveCount(budget, Plans.plan(Plans.STEADY, limits, false));
        samples.stream()
                .map(sample -> sample.equals(FAST) ? Samples.okWithTtft(ofMillis(60)) : sample)
                .forEach(count::ended);
        return count.standing(List.of());
    }

    @Test
    void requestsThatWereCutOffCountInNoShare() {
        RequestSample cutOff = Samples.interrupted().sample();

        assertThat(standing(atMost(Metric.ERROR_RATE, "", "1%"), Results.many(10, FAST, 5, cutOff))
                        .samples())
                .isEqualTo(10);
    }

    @Test
    void requestsInFlightCountBesideThoseThatEnded() {
        LiveCount count = new LiveCount(TTFT_P95, Plans.plan());
        Results.many(40, FAST, 2, SLOW).forEach(count::ended);
        RequestSample streaming = Samples.interrupted().ttft(ofMillis(100)).sample();
        RequestSample blurred = Samples.interrupted()
                .ttft(ofMillis(310))
                .receivedLate(ofMillis(30))
                .sample();

        assertThat(count.standing(Results.many(10, streaming)).inWords()).startsWith("2 of 52 requests");
        assertThat(count.standing(Results.many(10, SLOW)))
                .matches(Standing::broken)
                .extracting(Standing::inWords)
                .isEqualTo("12 of 52 requests took longer; the limit is TTFT p95 ≤ 300 ms");
        assertThat(count.standing(Results.many(10, blurred)))
                .matches(standing -> !standing.told() && !standing.broken());
    }

    private static Standing standing(Budget budget, List<RequestSample> samples) {
        LiveCount count = new LiveCount(budget, Plans.plan());
        samples.forEach(count::ended);
        return count.standing(List.of());
    }
}
