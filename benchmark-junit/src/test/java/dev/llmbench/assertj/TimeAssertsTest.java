package dev.llmbench.assertj;

import static dev.llmbench.assertj.LlmAssertions.assertThat;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.llmbench.budget.Verdicts;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.Budget;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.EarlyEnd;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.LoadModel;
import dev.llmbench.plan.Plans;
import dev.llmbench.plan.RisingLoad;
import dev.llmbench.plan.Stage;
import dev.llmbench.result.Breakpoint;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.RecoveryRule;
import dev.llmbench.result.Results;
import dev.llmbench.result.Samples;
import dev.llmbench.sample.RequestSample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;

/** A spike from 30 s to 40 s after which TTFT takes 12 seconds to come back, and then five minutes of a steady load. */
class TimeAssertsTest {
    private static final Load LOAD =
            Plans.load(10, new Stage(10, ofSeconds(30)), new Stage(20, ofSeconds(10)), new Stage(20, ofMinutes(5)));

    private final LoadResult result = Results.result(Plans.plan(LOAD), samples());

    @Test
    void aRecoveryWithinItsLimitPasses() {
        assertThat(result)
                .recoveryAfterStage(2)
                .isRecovered()
                .isLessThanOrEqualTo(ofSeconds(12))
                .isAtMost("12s")
                .and()
                .recoveryAfterStages(2, 2, RecoveryRule.USUAL.of(Metric.TPOT))
                .isAtMost("0s");
    }

    @Test
    void aRecoveryThatTookLongerFailsWithWhatItTook() {
        assertThatFailure(() -> assertThat(result).recoveryAfterStage(2).isLessThanOrEqualTo(ofSeconds(10)))
                .withMessage(Verdicts.failureMessage(result, result.recovery(2).inWords() + ", limit ≤ 10 s: BREACH"));
    }

    @Test
    void theSpikeOfALoadNeedNoNaming() {
        Load spike = Plans.load(
                10,
                new Stage(10, ofSeconds(30)),
                new Stage(20, ofSeconds(10)),
                new Stage(10, ofSeconds(0)),
                new Stage(10, ofMinutes(5)));
        LoadResult spiked = Results.result(Plans.plan(spike), samples());

        assertThat(spiked).recovery().isAtMost("12s");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> assertThat(result).recovery())
                .withMessageStartingWith("recovery() needs a load with a spike");
    }

    @Test
    void noRecoveryFailsEveryAssertion() {
        assertThatFailure(() -> assertThat(result).recoveryAfterStage(1).isRecovered())
                .withMessageStartingWith(
                        "Recovery after stage 1 is unknown: no stage with a length comes before the spike");
    }

    @Test
    void aBreakpointIsJudgedByTheHighestLevelThatHeld() {
        LoadResult broken = broken(OptionalDouble.of(40.5), OptionalDouble.of(42));

        assertThat(broken).breakpoint().isAtLeast(40.5).isBrokenAt(42).and().isValid();
        assertThatFailure(() -> assertThat(broken).breakpoint().isAtLeast(41))
                .withMessageStartingWith("The load held 40.5/s, broke at 42/s: slow, limit ≥ 41/s: BREACH\n");
        assertThatFailure(() -> assertThat(broken).breakpoint().isBrokenAt(41))
                .withMessageContaining("; it was expected to break at 41/s or below");
        assertThatFailure(() -> assertThat(broken).breakpoint().isNotReached())
                .withMessageContaining("; no budget was expected to break");
    }

    @Test
    void aLoadThatNeverHeldFailsAndOneThatNeverBrokeIsSaidSo() {
        assertThatFailure(() -> assertThat(broken(OptionalDouble.empty(), OptionalDouble.of(2)))
                        .breakpoint()
                        .isAtLeast(0))
                .withMessageStartingWith("The load held no level that was tried, broke at 2/s: slow");
        assertThat(broken(OptionalDouble.of(100), OptionalDouble.empty()))
                .breakpoint()
                .isNotReached();
    }

    @Test
    void aBreakpointOfATestThatLooksForNoneIsAMistake() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> assertThat(result).breakpoint())
                .withMessageContaining("profile = BREAKPOINT");
    }

    private static LoadResult broken(OptionalDouble held, OptionalDouble broke) {
        Breakpoint found = new Breakpoint(
                LoadModel.ARRIVAL_RATE,
                held,
                broke,
                broke.isPresent() ? Optional.of("slow") : Optional.empty(),
                List.of());
        EarlyEnd rising = new EarlyEnd(Optional.empty(), Optional.of(new RisingLoad(ofSeconds(9))));
        Budget p95 =
                new Budget(Metric.TTFT, Statistic.percentile(95), Budget.Bound.AT_MOST, 300_000, OptionalInt.empty());
        return Results.broken(
                Plans.plan(Plans.STEADY, rising, p95), found, 0, List.of(Samples.okWithTtft(ofMillis(100))));
    }

    @Test
    void aDriftIsJudgedByItsEstimateOrByItsInterval() {
        assertThat(result)
                .drift(Metric.TTFT)
                .isAtMost("125%/h")
                .isProvenAtMost("150 % / h")
                .isNotProvenAbove("120%/h")
                .and()
                .drift(Metric.ERROR_RATE)
                .isProvenAtMost("0%/h");

        assertThatFailure(() -> assertThat(result).drift(Metric.TTFT).isAtMost("5%/h"))
                .withMessage(Verdicts.failureMessage(
                        result, result.drift(Metric.TTFT).inWords() + ", limit ≤ 5 %/h: BREACH (proven)"));
        assertThatFailure(() -> assertThat(result).drift(Metric.TTFT).isNotProvenAbove("5%/h"));
    }

    @Test
    void anUnknownDriftFails() {
        LoadResult empty = Results.result(Plans.plan());

        assertThatFailure(() -> assertThat(empty).drift(Metric.TTFT).isAtMost("5%/h"))
                .withMessageStartingWith("TTFT drift is unknown");
        assertThatFailure(() -> assertThat(empty).drift(Metric.TTFT).isNotProvenAbove("5%/h"));
    }

    @Test
    void aLimitThatIsNoShareSaysWhatToWrite() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> assertThat(result).drift(Metric.TTFT).isAtMost("fast"))
                .withMessageContaining("1%");
    }

    private static ThrowableAssertAlternative<AssertionError> assertThatFailure(ThrowingCallable assertion) {
        return assertThatExceptionOfType(AssertionError.class).isThrownBy(assertion);
    }

    private static List<RequestSample> samples() {
        List<RequestSample> samples = new ArrayList<>();
        for (long millis = 0; millis < LOAD.length().toMillis(); millis += 100) {
            boolean isSlow = millis >= 30_000 && millis < 52_000;
            // From the end of the spike on a third of a level of 100 ms in a thousand seconds.
            long micros = isSlow ? 900_000 : 100_000 + Math.max(0, millis - 40_000) / 30 + millis % 700;
            samples.add(Samples.ok()
                    .stage(millis < 30_000 ? 1 : millis < 40_000 ? 2 : 3)
                    .scheduledAt(ofMillis(millis))
                    .ttft(Duration.ofNanos(1_000 * micros))
                    .e2e(ofSeconds(1))
                    .sample());
        }
        return samples;
    }
}
