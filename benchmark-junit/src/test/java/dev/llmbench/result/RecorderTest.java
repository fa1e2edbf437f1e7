package dev.llmbench.result;

import static dev.llmbench.metric.Statistic.VALUE;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.llmbench.metric.Metric;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.GoodputLimits;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.Plans;
import dev.llmbench.plan.Stage;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.TokenSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecorderTest {
    private static final Load TWO_STAGES = Plans.load(10, new Stage(10, ofSeconds(10)), new Stage(10, ofSeconds(20)));
    private final LoadPlan plan = Plans.plan(TWO_STAGES);

    @Test
    void aLatencyBelongsToTheStageOfTheSchedule() {
        LoadResult result =
                Results.result(plan, Samples.ok().scheduledAt(ofMillis(9_900)).sample());

        assertThat(result.stage(1).latency(Metric.TTFT).count()).isEqualTo(1);
        assertThat(result.stage(2).latency(Metric.TTFT).count()).isZero();
        assertThat(result.stage(1).ok()).isEqualTo(1);
    }

    @Test
    void throughputBelongsToTheStageOfTheCompletion() {
        LoadResult result =
                Results.result(plan, Samples.ok().scheduledAt(ofMillis(9_900)).sample());

        assertThat(result.stage(1).completed().requests()).isZero();
        assertThat(result.stage(2).completed().requests()).isEqualTo(1);
        assertThat(result.stage(2).value(Metric.REQUEST_THROUGHPUT, VALUE)).hasValue(1 / 20.0);
    }

    @Test
    void theFirstMomentOfAStageIsItsOwn() {
        LoadResult result = Results.result(
                plan, Samples.ok().scheduledAt(ofSeconds(9)).e2e(ofSeconds(1)).sample());

        assertThat(result.stage(2).completed().requests()).isEqualTo(1);
    }

    @Test
    void whatCompletesWhileTheRunDrainsIsALatencyAndNoThroughput() {
        LoadResult result = Results.result(
                plan, Samples.ok().stage(2).scheduledAt(ofMillis(29_900)).sample());

        assertThat(result.run().completed().requests()).isZero();
        assertThat(result.requestThroughput()).isZero();
        assertThat(result.ttft().count()).isEqualTo(1);
    }

    @Test
    void theRunIsTheSumOfItsStages() {
        LoadResult result = Results.result(
                plan,
                Samples.ok().ttft(ofMillis(100)).tokens(50, 30, 0).sample(),
                Samples.ok()
                        .stage(2)
                        .scheduledAt(ofSeconds(12))
                        .ttft(ofMillis(300))
                        .tokens(40, 60, 0)
                        .sample());

        assertThat(result.run().ok()).isEqualTo(2);
        assertThat(result.ttft().mean()).isEqualTo(ofMillis(200));
        assertThat(result.requestThroughput()).isEqualTo(2 / 30.0);
        assertThat(result.outputTokenThroughput()).isEqualTo(90 / 30.0);
        assertThat(result.run().value(Metric.TOTAL_TOKEN_THROUGHPUT, VALUE)).hasValue(180 / 30.0);
        assertThat(result.run().tokenSources()).containsExactly(TokenSource.USAGE);
    }

    @Test
    void theWarmUpIsInNoMetric() {
        LoadResult result = Results.result(plan, Samples.ok().warmup().sample());

        assertThat(result.run().requests()).isZero();
        assertThat(result.ttft().isEmpty()).isTrue();
        assertThat(result.errorRate()).isEmpty();
    }

    @Test
    void anErrorOfAnyKindCountsInTheErrorRateAndIsNoLatency() {
        List<RequestSample> samples = new ArrayList<>();
        for (Outcome outcome : Outcome.values()) {
            samples.add(
                    outcome == Outcome.OK
                            ? Samples.ok().sample()
                            : Samples.failed(outcome, outcome.word()).sample());
        }
        LoadResult result = Results.result(plan, samples);

        assertThat(result.run().ok()).isEqualTo(1);
        assertThat(result.run().interrupted()).isEqualTo(1);
        assertThat(result.run().errors()).isEqualTo(Outcome.values().length - 2);
        assertThat(result.errorRate()).hasValue(13 / 14.0);
        assertThat(result.e2e().count()).isEqualTo(1);
        assertThat(result.run().count(Outcome.HTTP_429)).isEqualTo(1);
    }

    @Test
    void theCommonestErrorsComeFirst() {
        LoadResult result = Results.result(
                plan,
                Results.many(
                        2, Samples.failed(Outcome.TIMEOUT, "no answer").sample(),
                        3, Samples.failed(Outcome.HTTP_5XX, "overloaded").sample(),
                        1, Samples.failed(Outcome.HTTP_5XX, "bad gateway").sample(),
                        4, Samples.interrupted().sample()));

        assertThat(result.commonestErrors())
                .containsExactly(
                        new ErrorCount(Outcome.HTTP_5XX, "overloaded", 3),
                        new ErrorCount(Outcome.TIMEOUT, "no answer", 2),
                        new ErrorCount(Outcome.HTTP_5XX, "bad gateway", 1));
    }

    @Test
    void manyDifferentErrorTextsAreCountedTogether() {
        List<RequestSample> samples = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            samples.add(Samples.failed(Outcome.HTTP_5XX, "request " + i).sample());
        }
        LoadResult result = Results.result(plan, samples);

        assertThat(result.commonestErrors()).hasSize(10);
        assertThat(result.commonestErrors().get(0))
                .isEqualTo(new ErrorCount(Outcome.HTTP_5XX, "(other messages)", 1_500));
    }

    @Test
    void goodputCountsWhatMeetsEveryLimit() {
        GoodputLimits limits = new GoodputLimits(Map.of(Metric.TTFT, ofMillis(200)));
        LoadResult result = Results.result(
                Plans.plan(TWO_STAGES, limits, false),
                Samples.okWithTtft(ofMillis(100)),
                Samples.okWithTtft(ofMillis(300)),
                Samples.failed(Outcome.HTTP_5XX, "").sample());

        assertThat(result.goodput()).hasValue(1 / 30.0);
        assertThat(result.run().value(Metric.GOOD_FRACTION, VALUE)).hasValue(1 / 3.0);
    }

    @Test
    void withoutLimitsThereIsNoGoodput() {
        LoadResult result = Results.result(plan, Samples.ok().sample());

        assertThat(result.goodput()).isEmpty();
        assertThat(result.run().good()).isEmpty();
        assertThat(result.run().value(Metric.GOOD_FRACTION, VALUE)).isEmpty();
    }

    @Test
    void everyGapBetweenChunksIsASample() {
        LoadResult result = Results.result(
                plan,
                Samples.ok().gaps(ofMillis(10), ofMillis(20), ofMillis(30)).sample());

        assertThat(result.chunkGap().count()).isEqualTo(3);
        assertThat(result.chunkGap().max()).isEqualTo(ofMillis(30));
    }

    @Test
    void aTallyShowsTheTtftSinceTheOneBefore() {
        Recorder recorder = new Recorder(plan);
        recorder.accept(Samples.okWithTtft(ofMillis(100)));
        recorder.tally();
        recorder.accept(Samples.okWithTtft(ofMillis(300)));
        recorder.accept(Samples.failed(Outcome.RESET, "").sample());
        Tally tally = recorder.tally();

        assertThat(tally.ok()).isEqualTo(2);
        assertThat(tally.errors()).isEqualTo(1);
        assertThat(tally.recentTtft().count()).isEqualTo(1);
        assertThat(tally.recentTtft().max()).isEqualTo(ofMillis(300));
    }

    @Test
    void aTallyNamesTheKindThatMostErrorsAreOf() {
        Recorder recorder = new Recorder(plan);
        assertThat(recorder.tally().commonestError()).isEmpty();

        recorder.accept(Samples.failed(Outcome.RESET, "").sample());
        recorder.accept(Samples.failed(Outcome.TIMEOUT, "").sample());
        recorder.accept(Samples.failed(Outcome.TIMEOUT, "").sample());

        assertThat(recorder.tally().commonestError()).hasValue(Outcome.TIMEOUT);
    }

    @Test
    void aTallyCountsTheOutputTokensOfTheWholeRun() {
        Recorder recorder = new Recorder(plan);
        recorder.accept(Samples.okWithTtft(ofMillis(100)));
        long ofOne = recorder.tally().outputTokens();
        recorder.accept(Samples.okWithTtft(ofMillis(300)));

        assertThat(ofOne).isPositive();
        assertThat(recorder.tally().outputTokens()).isEqualTo(2 * ofOne);
    }

    @Test
    void aStageThatTheTestDoesNotHaveIsRefused() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Results.result(plan).stage(3))
                .withMessageContainingAll("this run has 2 stages", "llmbench.stages");
    }

    @Test
    void aScopeDescribesItsLoad() {
        LoadResult result = Results.result(Plans.plan(Plans.RAMP_AND_HOLD));

        assertThat(result.run().scope().description()).isEqualTo("run");
        assertThat(result.stage(1).scope().description()).isEqualTo("stage 1 (0 → 10 users 30s)");
        assertThat(result.stage(2).scope().description()).isEqualTo("stage 2 (10 users 1m)");
    }
}
