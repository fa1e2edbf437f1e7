package dev.llmbench.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

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
                .withMessageContaining("the test has 1 stages");
    }

    @Test
    void theRunIsOverAfterStagesGracefulStopAndOneConnectTimeout() {
        assertThat(Plans.plan().hardDeadline()).isEqualTo(Duration.ofSeconds(60 + 30 + 10));
    }

    private static Budget errorRate(double limit, OptionalInt stage) {
        return new Budget(Metric.ERROR_RATE, Statistic.VALUE, Budget.Bound.AT_MOST, limit, stage);
    }
}
