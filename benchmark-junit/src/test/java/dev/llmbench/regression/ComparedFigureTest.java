package dev.llmbench.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ComparedFigureTest {
    private static final ComparedFigure THROUGHPUT = ComparedFigure.of(Metric.REQUEST_THROUGHPUT, Statistic.VALUE);

    @Test
    void anErrorRateIsRefusedWithTheReason() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ComparedFigure.of(Metric.ERROR_RATE, Statistic.VALUE))
                .withMessage(
                        "Error rate cannot be compared with a baseline: it is a ratio of small counts, which varies greatly from run to run even if nothing has changed. Give it a fixed limit, such as 1 %");
    }

    @ParameterizedTest
    @EnumSource(
            value = Metric.class,
            names = {"GOOD_FRACTION", "MBU", "MTU", "OK_REQUESTS", "ERRORS"})
    void sharesAndCountsAreRefused(Metric metric) {
        assertThat(ComparedFigure.refusal(metric, Statistic.VALUE)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"min", "max", "stddev", "drift", "recovery", "by_difference"})
    void aLatencyIsComparedByAPercentileOrItsMeanAlone(String statistic) {
        assertThat(ComparedFigure.refusal(Metric.TTFT, Statistic.parse(statistic)))
                .hasValue(
                        "TTFT " + statistic
                                + " cannot be compared with a baseline: of a latency, only percentiles and the mean can. Compare p95 or mean");
    }

    @Test
    void aBreakpointOfTheThroughputIsRefused() {
        assertThat(ComparedFigure.refusal(Metric.REQUEST_THROUGHPUT, Statistic.BREAKPOINT))
                .isPresent();
    }

    @Test
    void theKeyTellsStageMetricAndStatistic() {
        assertThat(new ComparedFigure(Metric.TTFT, Statistic.percentile(99.9), OptionalInt.of(2)).key())
                .isEqualTo("stage2.ttft.p99.9");
        assertThat(THROUGHPUT.key()).isEqualTo("request_throughput");
    }

    @Test
    void aLowerThroughputIsWorse() {
        double worse = THROUGHPUT.log(90) - THROUGHPUT.log(100);
        assertThat(THROUGHPUT.worseBy(worse)).isCloseTo(0.1, within(1e-9));
        assertThat(THROUGHPUT.value(THROUGHPUT.log(90))).isCloseTo(90, within(1e-9));
    }

    @Test
    void theLimitOfAThroughputIsAShareOfItsBaseline() {
        RelativeBudget budget = RelativeBudget.of(THROUGHPUT, "5%");
        assertThat(THROUGHPUT.log(95.001) - THROUGHPUT.log(100)).isLessThan(budget.logLimit());
        assertThat(THROUGHPUT.log(94.999) - THROUGHPUT.log(100)).isGreaterThan(budget.logLimit());
    }

    @Test
    void aBudgetIsToldAsItCanBeWritten() {
        assertThat(Histories.FIVE_PERCENT.text()).isEqualTo("ttft.p95<=baseline+5%");
        assertThat(RelativeBudget.of(THROUGHPUT, " 2.5 % ").text()).isEqualTo("request_throughput>=baseline-2.5%");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "five%", "-5%", "", "5%%", "1e1%"})
    void aLimitThatIsNoPercentageIsRefused(String limit) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RelativeBudget.of(Histories.TTFT, limit))
                .withMessage(
                        "'" + limit + "' is not a percentage: write by how much the figure may be worse, such as 5%");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0%", "0.00%", "100%", "250%"})
    void aLimitOfNothingOrOfAllIsRefused(String limit) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RelativeBudget.of(Histories.TTFT, limit))
                .withMessageStartingWith(
                        "A figure may be worse than its baseline by more than 0 % and less than 100 %: ");
    }
}
