package dev.llmbench.result;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.llmbench.metric.Metric;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.Plans;
import dev.llmbench.plan.Stage;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** A spike from 30 s to 40 s, ten requests a second; stage 2 jumps to it, stage 4 back. */
class RecoveryTest {
    private static final Load SPIKE = Plans.load(
            10,
            new Stage(10, ofSeconds(30)),
            new Stage(100, Duration.ZERO),
            new Stage(100, ofSeconds(10)),
            new Stage(10, Duration.ZERO),
            new Stage(10, ofSeconds(60)));

    @Test
    void isTheTimeFromWhichOnP95IsBackWithinItsMargin() {
        Recovery recovery =
                result(second -> ok(second >= 30 && second < 47 ? 900 : 110)).recovery(3);

        assertThat(recovery.time()).contains(ofSeconds(7));
        assertThat(recovery.levelBefore()).hasValue(110_000);
        assertThat(recovery.inWords())
                .isEqualTo("Recovery after stage 3 took 7s (TTFT p95 within 20 % of its level before, 110 ms)");
    }

    @Test
    void aWarmUpDoesNotCount() {
        LoadPlan plan = Plans.plan(Plans.after(ofSeconds(20), SPIKE));
        List<RequestSample> later = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            int second = i / 10;
            later.add(ok(second >= 30 && second < 47 ? 900 : 110)
                    .stage(stageAt(SPIKE, i * 100_000L))
                    .scheduledAt(ofMillis(20_000 + i * 100L))
                    .sample());
        }

        assertThat(Results.result(plan, later).recovery(3).time()).contains(ofSeconds(7));
    }

    @Test
    void isNoTimeWhereTheServiceNeverLeftItsLevel() {
        assertThat(result(second -> ok(second >= 40 ? 120 : 110)).recovery(3).time())
                .contains(Duration.ZERO);
    }

    @Test
    void aRelapseCountsTowardsIt() {
        Recovery recovery =
                result(second -> ok(second == 44 || second == 60 ? 500 : 110)).recovery(3);

        assertThat(recovery.time()).contains(ofSeconds(21));
    }

    @Test
    void isAbsentWhereTheServiceDoesNotRecover() {
        Recovery recovery = result(second -> ok(second >= 30 ? 140 : 110)).recovery(3);

        assertThat(recovery.isRecovered()).isFalse();
        assertThat(recovery.unknown()).isEmpty();
        assertThat(recovery.inWords()).startsWith("No recovery after stage 3 (TTFT p95 within 20 %");
    }

    @Test
    void theMarginTheMetricAndTheWindowAreChosenByTheRule() {
        LoadResult result = result(second -> ok(second >= 30 && second < 47 ? 140 : 110));

        assertThat(result.recovery(3, RecoveryRule.USUAL.within(0.3)).time()).contains(Duration.ZERO);
        assertThat(result.recovery(3, RecoveryRule.USUAL.of(Metric.E2E)).time()).contains(Duration.ZERO);
        assertThat(result.recovery(3, RecoveryRule.USUAL.inWindowsOf(ofSeconds(10)))
                        .time())
                .contains(ofSeconds(7));
    }

    @Test
    void refusingLoadIsNoRecovery() {
        Recovery recovery = result(second ->
                        second >= 40 && second < 50 ? Samples.failed(Outcome.HTTP_5XX, "overloaded") : ok(110))
                .recovery(3);

        assertThat(recovery.time()).contains(ofSeconds(10));
    }

    @Test
    void whatWasCutOffAfterWaitingLongerIsSlow() {
        Recovery recovery = result(second -> second >= 40 && second < 50
                        ? Samples.failed(Outcome.INTERRUPTED, "cut off").e2e(ofSeconds(2))
                        : ok(110))
                .recovery(3);

        assertThat(recovery.time()).contains(ofSeconds(10));
    }

    @Test
    void theNextSpikeIsNotLookedAt() {
        Load twoSpikes = Plans.load(
                10,
                new Stage(10, ofSeconds(30)),
                new Stage(100, ofSeconds(10)),
                new Stage(10, ofSeconds(10)),
                new Stage(10, ofSeconds(20)),
                new Stage(100, ofSeconds(10)),
                new Stage(10, ofSeconds(20)));
        LoadResult result = Results.result(
                Plans.plan(twoSpikes),
                samples(twoSpikes, second -> ok((second >= 35 && second < 45) || second >= 70 ? 900 : 110)));

        assertThat(result.recovery(2).time()).contains(ofSeconds(5));
        assertThat(result.recovery(2, 3, RecoveryRule.USUAL).time()).contains(Duration.ZERO);
        assertThat(result.recovery(5).isRecovered()).isFalse();
    }

    @Test
    void windowsWithTooFewRequestsAreMadeLonger() {
        List<RequestSample> samples = samples(SPIKE, second -> ok(second >= 30 && second < 47 ? 900 : 110));
        samples.removeIf(sample -> sample.at().scheduled() % 1_000_000 != 0);
        LoadResult result = Results.result(Plans.plan(SPIKE), samples);

        // The window from 46 s on lasts 20 s then, and may hold the one slow request of 20.
        assertThat(result.recovery(3).time()).contains(ofSeconds(6));
    }

    @Test
    void isUnknownWhereTooFewRequestsCanTell() {
        LoadPlan plan = Plans.plan(SPIKE);
        List<RequestSample> before = samples(SPIKE, second -> ok(110));
        before.removeIf(sample -> sample.at().scheduled() >= 45_000_000);
        List<RequestSample> few = before.subList(0, 10);

        assertThat(Results.result(plan, few).recovery(3).inWords())
                .isEqualTo(
                        "Recovery after stage 3 is unknown: stage 1 before the spike has 10 samples of TTFT, fewer than 20."
                                + " Make it longer");
        assertThat(Results.result(plan, before.subList(0, 410)).recovery(3).unknown())
                .hasValueSatisfying(why -> assertThat(why).startsWith("too few requests follow"));
        assertThat(result(second -> ok(110)).recovery(1).unknown()).isPresent();
    }

    @Test
    void aRuleThatMeansNothingIsRefused() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> RecoveryRule.USUAL.of(Metric.ERROR_RATE))
                .withMessageContaining("recovery.metric");
        assertThatExceptionOfType(ConfigurationException.class).isThrownBy(() -> RecoveryRule.USUAL.within(-0.1));
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(
                        () -> result(second -> ok(110)).recovery(3, RecoveryRule.USUAL.inWindowsOf(ofMillis(1_500))))
                .withMessageContainingAll("recovery.window", "1s500ms", "slots of 1s");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> result(second -> ok(110)).recovery(9));
    }

    private static LoadResult result(IntFunction<Samples> ofSecond) {
        return Results.result(Plans.plan(SPIKE), samples(SPIKE, ofSecond));
    }

    private static List<RequestSample> samples(Load load, IntFunction<Samples> ofSecond) {
        List<RequestSample> samples = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            samples.add(ofSecond.apply(i / 10)
                    .stage(stageAt(load, i * 100_000L))
                    .scheduledAt(ofMillis(i * 100L))
                    .sample());
        }
        return samples;
    }

    private static int stageAt(Load load, long micros) {
        return Scope.stages(load).stream()
                .filter(stage -> stage.contains(micros))
                .mapToInt(stage -> stage.stage().orElseThrow())
                .findFirst()
                .orElseThrow();
    }

    private static Samples ok(long ttftMillis) {
        return Samples.ok().ttft(ofMillis(ttftMillis)).e2e(ofSeconds(1));
    }
}
