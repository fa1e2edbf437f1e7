package dev.llmbench.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.Budget.Bound;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitTextTest {
    private static final OptionalInt RUN = OptionalInt.empty();
    private static final Budget TTFT_P95 =
            new Budget(Metric.TTFT, Statistic.percentile(95), Bound.AT_MOST, 300_000, RUN);

    @Test
    void whatShowsOverTheTimeOfARunIsAStatisticLikeOthers() {
        assertThat(LimitText.budgets("b", "ttft.drift<=5%/h, tpot.recovery<=15s, request_throughput.breakpoint>=40/s"))
                .extracting(budget -> budget.figure() + " " + budget.shownLimit())
                .containsExactly("TTFT drift ≤ 5 %/h", "TPOT recovery ≤ 15 s", "Request throughput breakpoint ≥ 40/s");
    }

    @Test
    void budgetsAreReadFromText() {
        assertThat(LimitText.budgets(
                        "budgets", "ttft.p95<=300ms, stage2.tpot.mean ≤ 40ms; error-rate<=1%\ngoodput>=3/s"))
                .containsExactly(
                        TTFT_P95,
                        new Budget(Metric.TPOT, Statistic.MEAN, Bound.AT_MOST, 40_000, OptionalInt.of(2)),
                        Budget.DEFAULT_ERROR_RATE,
                        new Budget(Metric.GOODPUT, Statistic.VALUE, Bound.AT_LEAST, 3, RUN));
    }

    @Test
    void theStatisticOfALatencyIsP95WhereNoneIsGiven() {
        assertThat(LimitText.budgets("budgets", "TTFT <= 300ms")).containsExactly(TTFT_P95);
    }

    @Test
    void aPercentileMayHaveDecimals() {
        assertThat(LimitText.budgets("budgets", "ttft.p99.9<=1s").get(0).statistic())
                .isEqualTo(Statistic.percentile(99.9));
    }

    @Test
    void theStageStandsBeforeTheMetricOrBehindTheStatistic() {
        assertThat(LimitText.budgets("budget", "ttft.p99@stage2<=1s"))
                .isEqualTo(LimitText.budgets("budget", "stage2.ttft.p99<=1s"))
                .containsExactly(
                        new Budget(Metric.TTFT, Statistic.percentile(99), Bound.AT_MOST, 1_000_000, OptionalInt.of(2)));
        assertThat(LimitText.budgets("budget", "error_rate @ stage 2 <= 1%")
                        .get(0)
                        .stage())
                .hasValue(2);
        assertThatThrownBy(() -> LimitText.budgets("budget", "stage1.ttft@stage2<=1s"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("a budget names one stage");
    }

    @Test
    void throughputAloneIsThatOfRequests() {
        assertThat(LimitText.budgets("budget", "throughput>=20").get(0).metric())
                .isEqualTo(Metric.REQUEST_THROUGHPUT);
    }

    @Test
    void anUnknownMetricIsAnsweredWithThoseThatThereAre() {
        assertThatThrownBy(() -> LimitText.budgets("--budget", "tfft.p95<=1s"))
                .hasMessageContainingAll("--budget = \"tfft\"", "no such metric", "ttft_from_schedule", "error_rate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ttft", "ttft<300ms", "tfft<=300ms", "ttft.p95<=soon", "ttft.q95<=1s", "error_rate<=x"})
    void aTextThatIsNoBudgetIsRefusedWithItsKey(String text) {
        assertThatThrownBy(() -> LimitText.budgets("budgets", text))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("budgets", "Write");
    }

    @Test
    void aLimitMayBeRelativeToEarlierRuns() {
        assertThat(LimitText.budgets("budgets", "ttft.p95@stage2<=baseline+5%, throughput >= Baseline - 7.5 %"))
                .containsExactly(
                        new Budget(Metric.TTFT, Statistic.percentile(95), Bound.NO_WORSE_THAN, 0.05, OptionalInt.of(2)),
                        new Budget(
                                Metric.REQUEST_THROUGHPUT,
                                Statistic.VALUE,
                                Bound.NO_WORSE_THAN,
                                0.075,
                                OptionalInt.empty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ttft.p95>=baseline+5%",
                "ttft.p95<=baseline-5%",
                "throughput<=baseline+5%",
                "ttft.p95<=baseline+5",
                "ttft.p95<=baseline+0%",
                "ttft.p95<=baseline",
                "ttft.p95@turn2<=baseline+5%"
            })
    void aRelativeLimitThatMakesNoSenseIsRefused(String text) {
        assertThatThrownBy(() -> LimitText.budgets("budgets", text))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("budgets");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "error_rate<=baseline+5%",
                "errors<=baseline+5%",
                "ttft.max<=baseline+5%",
                "ttft.drift<=baseline+5%"
            })
    void aFigureThatCannotBeComparedIsRefusedWithTheReason(String text) {
        assertThatThrownBy(() -> LimitText.budgets("budgets", text))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("cannot be compared with a baseline");
    }

    @Test
    void goodputLimitsAreReadFromText() {
        assertThat(LimitText.goodput("goodput", "ttft<=300ms, tpot<=40ms"))
                .isEqualTo(new GoodputLimits(
                        Map.of(Metric.TTFT, Duration.ofMillis(300), Metric.TPOT, Duration.ofMillis(40))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ttft>=300ms", "ttft.p95<=300ms", "stage1.ttft<=300ms", "error_rate<=1s"})
    void whatIsNoLimitOfARequestIsNoGoodputLimit(String text) {
        assertThatThrownBy(() -> LimitText.goodput("goodput", text))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("goodput");
    }
}
