package dev.llmbench.result;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.Budget;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.Plans;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExceedanceTest {
    private static final double LIMIT = 300_000;

    private final LoadPlan withoutBudget = Plans.plan();
    private final LoadPlan withBudget = Plans.plan(
            new Budget(Metric.TTFT, Statistic.percentile(95), Budget.Bound.AT_MOST, LIMIT, OptionalInt.empty()));
    private final List<RequestSample> aroundTheLimit = List.of(
            Samples.okWithTtft(micros(299_999)),
            Samples.okWithTtft(micros(300_000)),
            Samples.okWithTtft(micros(300_001)),
            Samples.okWithTtft(micros(900_000)));

    @Test
    void samplesInTheLimitsBucketAreReadAgain() {
        LoadResult result = Results.result(withoutBudget, aroundTheLimit);

        assertThat(ttftOver(result, LIMIT)).isEqualTo(new Exceedance(4, 2));
    }

    @Test
    void theLimitOfABudgetIsCountedAsSamplesCome() {
        LoadResult result = Results.resultWithoutReplay(withBudget, aroundTheLimit);

        assertThat(ttftOver(result, LIMIT)).isEqualTo(new Exceedance(4, 2));
    }

    @Test
    void withoutSamplesToReadAgainTheHistogramAnswersToThreeDigits() {
        LoadResult result = Results.resultWithoutReplay(withoutBudget, aroundTheLimit);

        assertThat(ttftOver(result, LIMIT)).isEqualTo(new Exceedance(4, 1));
    }

    @Test
    void whatWasCutOffAfterWaitingLongerThanTheLimitIsOverIt() {
        List<RequestSample> samples = List.of(
                Samples.okWithTtft(ofMillis(100)),
                Samples.hung(Outcome.INTERRUPTED, ofSeconds(20)),
                Samples.hung(Outcome.TIMEOUT, ofSeconds(60)));

        assertThat(ttftOver(Results.result(withBudget, samples), LIMIT)).isEqualTo(new Exceedance(3, 2));
        assertThat(ttftOver(Results.result(withoutBudget, samples), LIMIT)).isEqualTo(new Exceedance(3, 2));
    }

    @Test
    void whatWasCutOffBeforeTheLimitIsNoSample() {
        List<RequestSample> samples =
                List.of(Samples.okWithTtft(ofMillis(100)), Samples.hung(Outcome.INTERRUPTED, ofMillis(299)));

        assertThat(ttftOver(Results.result(withBudget, samples), LIMIT)).isEqualTo(new Exceedance(1, 0));
        assertThat(ttftOver(Results.result(withoutBudget, samples), LIMIT)).isEqualTo(new Exceedance(1, 0));
    }

    @Test
    void anErrorOtherThanATimeoutIsNoSample() {
        List<RequestSample> samples = List.of(
                Samples.okWithTtft(ofMillis(100)),
                Samples.failed(Outcome.HTTP_5XX, "").e2e(ofSeconds(9)).sample());

        assertThat(ttftOver(Results.result(withBudget, samples), LIMIT)).isEqualTo(new Exceedance(1, 0));
        assertThat(ttftOver(Results.result(withoutBudget, samples), LIMIT)).isEqualTo(new Exceedance(1, 0));
    }

    @Test
    void theWarmUpIsNoSample() {
        List<RequestSample> samples =
                List.of(Samples.ok().ttft(ofSeconds(9)).warmup().sample());

        assertThat(ttftOver(Results.result(withBudget, samples), LIMIT)).isEqualTo(new Exceedance(0, 0));
    }

    @Test
    void gapsBetweenChunksAreCountedOneByOne() {
        LoadPlan plan = Plans.plan(new Budget(
                Metric.CHUNK_GAP, Statistic.percentile(99), Budget.Bound.AT_MOST, 50_000, OptionalInt.empty()));
        LoadResult result = Results.result(
                plan,
                Samples.ok().gaps(micros(50_000), micros(50_001), micros(10)).sample());

        assertThat(result.run().exceedance(Metric.CHUNK_GAP, 50_000)).isEqualTo(new Exceedance(3, 1));
    }

    @Test
    void countingAsSamplesComeAndAfterwardsGiveTheSame() {
        Random random = new Random(3);
        List<RequestSample> samples = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            Duration length = micros(299_000 + random.nextInt(2_000));
            samples.add(random.nextInt(10) == 0 ? Samples.hung(Outcome.TIMEOUT, length) : Samples.okWithTtft(length));
        }

        assertThat(ttftOver(Results.result(withoutBudget, samples), LIMIT))
                .isEqualTo(ttftOver(Results.result(withBudget, samples), LIMIT));
    }

    private static Exceedance ttftOver(LoadResult result, double limit) {
        return result.run().exceedance(Metric.TTFT, limit);
    }

    private static Duration micros(long micros) {
        return ofNanos(micros * 1_000);
    }
}
