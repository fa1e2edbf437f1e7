package dev.llmbench.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.Budget.Bound;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.Evidence;
import dev.llmbench.plan.GoodputLimits;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {
    private static final OptionalInt RUN = OptionalInt.empty();
    private static final dev.llmbench.plan.Budget TTFT_P95 =
            new dev.llmbench.plan.Budget(Metric.TTFT, Statistic.percentile(95), Bound.AT_MOST, 300_000, RUN);

    /** Holders of annotations, which only code can make. */
    static class Annotated {
        @LlmLoad(
                budgets = {
                    @Budget(metric = Metric.TTFT, atMost = "300ms"),
                    @Budget(metric = Metric.OUTPUT_TOKEN_THROUGHPUT, atLeast = "900/s", stage = 2)
                })
        void good() {}

        @LlmLoad(budgets = @Budget(metric = Metric.TTFT, atMost = "300ms", evidence = Evidence.PROVEN_BREACH))
        void ownEvidence() {}

        @LlmLoad(
                budgets =
                        @Budget(
                                metric = Metric.TTFT,
                                atMost = "300ms",
                                evidence = {Evidence.POINT, Evidence.PROVEN_PASS}))
        void twoPolicies() {}

        @LlmLoad(budgets = @Budget(metric = Metric.TTFT))
        void without() {}

        @LlmLoad(budgets = @Budget(metric = Metric.TTFT, atMost = "1s", atLeast = "1ms"))
        void withTwo() {}

        @LlmLoad(budgets = @Budget(metric = Metric.TTFT, statistic = "p101", atMost = "1s"))
        void withOddStatistic() {}

        @LlmLoad(budgets = @Budget(metric = Metric.ERROR_RATE, statistic = "p95", atMost = "1%"))
        void withNeedlessStatistic() {}

        @LlmLoad(budgets = @Budget(metric = Metric.TTFT, atMost = "1s", stage = -1))
        void withOddStage() {}
    }

    private static List<dev.llmbench.plan.Budget> of(String method) throws NoSuchMethodException {
        Method annotated = Annotated.class.getDeclaredMethod(method);
        return Limits.budgets(LoadAnnotation.of(annotated).budgets());
    }

    @Test
    void budgetsAreReadFromAnnotations() throws NoSuchMethodException {
        assertThat(of("good"))
                .containsExactly(
                        TTFT_P95,
                        new dev.llmbench.plan.Budget(
                                Metric.OUTPUT_TOKEN_THROUGHPUT,
                                Statistic.VALUE,
                                Bound.AT_LEAST,
                                900,
                                OptionalInt.of(2)));
    }

    @Test
    void anAnnotatedBudgetCanHaveItsOwnPolicyOfEvidence() throws NoSuchMethodException {
        assertThat(of("ownEvidence")).containsExactly(TTFT_P95.with(Evidence.PROVEN_BREACH));
        assertThatThrownBy(() -> of("twoPolicies"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("budgets.evidence");
    }

    @Test
    void anAnnotatedBudgetHasExactlyOneLimit() {
        assertThatThrownBy(() -> of("without")).hasMessageContainingAll("TTFT", "no limit");
        assertThatThrownBy(() -> of("withTwo")).hasMessageContainingAll("TTFT", "two limits");
    }

    @ParameterizedTest
    @ValueSource(strings = {"withOddStatistic", "withNeedlessStatistic", "withOddStage"})
    void anAnnotatedBudgetThatMakesNoSenseIsRefused(String method) {
        assertThatThrownBy(() -> of(method))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("budgets.");
    }

    @Test
    void budgetsAreReadFromText() {
        assertThat(Limits.budgets(
                        "llmbench.budgets", "ttft.p95<=300ms, stage2.tpot.mean ≤ 40ms; error-rate<=1%\ngoodput>=3/s"))
                .containsExactly(
                        TTFT_P95,
                        new dev.llmbench.plan.Budget(
                                Metric.TPOT, Statistic.MEAN, Bound.AT_MOST, 40_000, OptionalInt.of(2)),
                        dev.llmbench.plan.Budget.DEFAULT_ERROR_RATE,
                        new dev.llmbench.plan.Budget(Metric.GOODPUT, Statistic.VALUE, Bound.AT_LEAST, 3, RUN));
    }

    @Test
    void theStatisticOfALatencyIsP95WhereNoneIsGiven() {
        assertThat(Limits.budgets("llmbench.budgets", "TTFT <= 300ms")).containsExactly(TTFT_P95);
    }

    @Test
    void aPercentileMayHaveDecimals() {
        assertThat(Limits.budgets("llmbench.budgets", "ttft.p99.9<=1s").get(0).statistic())
                .isEqualTo(Statistic.percentile(99.9));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ttft", "ttft<300ms", "tfft<=300ms", "ttft.p95<=soon", "ttft.q95<=1s", "error_rate<=x"})
    void aTextThatIsNoBudgetIsRefusedWithItsKey(String text) {
        assertThatThrownBy(() -> Limits.budgets("llmbench.budgets", text))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("llmbench.budgets", "Write");
    }

    @Test
    void goodputLimitsAreReadFromText() {
        assertThat(Limits.goodput("llmbench.goodput", "ttft<=300ms, tpot<=40ms"))
                .isEqualTo(new GoodputLimits(
                        Map.of(Metric.TTFT, Duration.ofMillis(300), Metric.TPOT, Duration.ofMillis(40))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ttft>=300ms", "ttft.p95<=300ms", "stage1.ttft<=300ms", "error_rate<=1s"})
    void whatIsNoLimitOfARequestIsNoGoodputLimit(String text) {
        assertThatThrownBy(() -> Limits.goodput("llmbench.goodput", text))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("goodput");
    }
}
