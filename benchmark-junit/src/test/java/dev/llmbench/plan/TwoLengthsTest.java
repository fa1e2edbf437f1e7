package dev.llmbench.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TwoLengthsTest {
    private static final Budget TTFT =
            new Budget(Metric.TTFT, Statistic.MEAN, Budget.Bound.AT_MOST, 300_000, OptionalInt.empty());
    private static final Measuring BY_TEN = Measuring.NONE.withTwoLengths(new TwoLengths(10, false));

    @Test
    void aPairTakesAnUnmeasuredRequestUnlessPromptsAreSalted() {
        assertThat(new TwoLengths(10, false).requests()).isEqualTo(3);
        assertThat(new TwoLengths(10, true).requests()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1_001})
    void aDifferenceOutOfBoundsIsRefused(int difference) {
        assertRefused(() -> new TwoLengths(difference, false), "tpotByDifference");
    }

    @Test
    void aBreakpointRunIsNoPlaceForIt() {
        EarlyEnd rising = new EarlyEnd(Optional.empty(), Optional.of(new RisingLoad(Duration.ofSeconds(10))));
        LoadPlan plan = Plans.plan(Plans.STEADY, rising, TTFT);
        assertRefused(() -> plan.with(BY_TEN), "tpotByDifference");
    }

    @Test
    void aLimitThatLetsNoPairThroughIsRefused() {
        assertRefused(
                () -> plan(new Limits(OptionalLong.of(1), OptionalLong.empty())).with(BY_TEN), "maxRequests");
        assertRefused(
                () -> plan(new Limits(OptionalLong.empty(), OptionalLong.of(1))).with(BY_TEN), "maxRequestsPerUser");
        assertThat(plan(new Limits(OptionalLong.of(2), OptionalLong.empty()))
                        .with(BY_TEN)
                        .measuring())
                .isEqualTo(BY_TEN);
    }

    private static void assertRefused(ThrowingCallable call, String attribute) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(call)
                .withMessageStartingWith(attribute + " = ");
    }

    private static LoadPlan plan(Limits limits) {
        Load load = Plans.STEADY;
        return Plans.plan(new Load(
                load.model(),
                load.start(),
                load.stages(),
                load.warmUp(),
                load.gracefulStop(),
                load.pace(),
                limits,
                load.maxInFlight(),
                load.seed()));
    }
}
