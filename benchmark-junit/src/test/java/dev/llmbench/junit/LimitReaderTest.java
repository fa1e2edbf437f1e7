package dev.llmbench.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.Budget.Bound;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.Evidence;
import java.lang.reflect.Method;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitReaderTest {
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
        return LimitReader.budgets(LoadAnnotation.of(annotated).budgets());
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
}
