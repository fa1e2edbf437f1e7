package dev.llmbench.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LoadPlanTest {

    @Test
    void aTestWithoutABudgetOnItsErrorRateHasOneOfOnePercent() {
        assertThat(Plans.plan().budgets()).containsExactly(Budget.DEFAULT_ERROR_RATE);
    }

    @Test
    void aBudgetOnAStagesErrorRateLeavesTheRunsInPlace() {
        Budget ofStage = errorRate(0.5, OptionalInt.of(1));

        assertThat(Plans.plan(ofStage).budgets()).containsExactly(ofStage, Budget.DEFAULT_ERROR_RATE);
    }

    @Test
    void aTestsOwnBudgetOnItsErrorRateReplacesTheDefault() {
        Budget own = errorRate(0.5, OptionalInt.empty());

        assertThat(Plans.plan(own).budgets()).containsExactly(own);
    }

    @Test
    void aBudgetNamesAStageThatTheTestHas() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Plans.plan(errorRate(0.5, OptionalInt.of(2))))
                .withMessageContaining("the test has 1 stage.");
    }

    @ParameterizedTest
    @EnumSource(names = {"GOODPUT", "GOOD_FRACTION"})
    void aBudgetOnGoodRequestsNeedsLimitsThatSayWhichThoseAre(Metric metric) {
        Budget good = new Budget(metric, Statistic.VALUE, Budget.Bound.AT_LEAST, 1, OptionalInt.empty());
        GoodputLimits limits = new GoodputLimits(Map.of(Metric.TTFT, Duration.ofMillis(300)));

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Plans.plan(good))
                .withMessageContainingAll("budgets.metric", metric.name(), "Set goodput");
        assertThat(Plans.plan(Plans.STEADY, limits, false, good).budgets()).contains(good);
    }

    @Test
    void theRunIsOverAfterStagesGracefulStopAndOneConnectTimeout() {
        assertThat(Plans.plan().hardDeadline()).isEqualTo(Duration.ofSeconds(60 + 30 + 10));
    }

    private static Budget errorRate(double limit, OptionalInt stage) {
        return new Budget(Metric.ERROR_RATE, Statistic.VALUE, Budget.Bound.AT_MOST, limit, stage);
    }

    @Test
    void aPlanThatIsJudgedInAnotherWayIsMeasuredInTheSame() {
        Measuring all = new Measuring(
                Optional.of(ModelProfile.ready("llama-3.1-8b", "h100-sxm", 1)),
                Optional.of(new TwoLengths(10, false)),
                false,
                Optional.of("o200k_base"));
        LoadPlan other = Plans.plan().with(all).judgedBy(List.of(), GoodputLimits.NONE, Evidence.PROVEN_PASS, true);
        assertThat(other.measuring()).isEqualTo(all);
        assertThat(other.evidence()).isEqualTo(Evidence.PROVEN_PASS);
    }
}
