package dev.llmbench.plan;

import static dev.llmbench.plan.Budget.Bound.AT_LEAST;
import static dev.llmbench.plan.Budget.Bound.AT_MOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import java.util.Locale;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetTest {

    @ParameterizedTest
    @CsvSource({
        "TTFT, 300ms, 300000",
        "TPOT, 1.5MS, 1500",
        "ERROR_RATE, 1%, 0.01",
        "ERROR_RATE, 1 %, 0.01",
        "ERROR_RATE, 0.01, 0.01",
        "GOOD_FRACTION, 99.9%, 0.999",
        "GOODPUT, 40, 40",
        "GOODPUT, 40/s, 40",
        "REQUEST_THROUGHPUT, 2.5 / s, 2.5",
        "ERRORS, 3, 3",
    })
    void readsALimitInTheMetricsOwnUnit(Metric metric, String text, double limit) {
        assertThat(Budget.parseLimit("budgets.atMost", metric, text)).isEqualTo(limit);
    }

    @Test
    void aPercentageIsExactlyTheShareThatItSays() {
        for (int tenths = 0; tenths <= 1_000; tenths++) {
            String share = tenths / 1_000 + "." + String.format(Locale.ROOT, "%03d", tenths % 1_000);
            String percentage = tenths / 10 + "." + tenths % 10 + "%";

            assertThat(Budget.parseLimit("atMost", Metric.ERROR_RATE, percentage))
                    .as(percentage)
                    .isEqualTo(Double.parseDouble(share));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "TTFT, fast",
        "TTFT, -1s",
        "ERROR_RATE, one",
        "ERROR_RATE, %",
        "ERROR_RATE, 1%%",
        "ERROR_RATE, NaN",
        "GOODPUT, 5d",
        "GOODPUT, 40/m",
        "ERRORS, 1.5",
        "ERRORS, ''"
    })
    void refusesWhatIsNoLimit(Metric metric, String text) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Budget.parseLimit("budgets.atMost", metric, text))
                .withMessageContainingAll("budgets.atMost = \"" + text + "\"", "Write");
    }

    @Test
    void aLatencyNeedsAStatistic() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> new Budget(Metric.TTFT, Statistic.VALUE, AT_MOST, 1, OptionalInt.empty()))
                .withMessageContaining("statistic = \"p95\"");
    }

    @Test
    void aRateHasNoStatistic() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> new Budget(Metric.ERROR_RATE, Statistic.MEAN, AT_MOST, 1, OptionalInt.empty()))
                .withMessageContaining("Leave the statistic out");
    }

    @ParameterizedTest
    @CsvSource({"ERROR_RATE, 1.01", "ERROR_RATE, -0.01", "GOODPUT, Infinity", "GOODPUT, NaN", "ERRORS, -1"})
    void aLimitLiesInTheMetricsRange(Metric metric, double limit) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> new Budget(metric, Statistic.VALUE, AT_MOST, limit, OptionalInt.empty()));
    }

    @Test
    void stagesAreCountedFromOne() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> new Budget(Metric.ERRORS, Statistic.VALUE, AT_MOST, 1, OptionalInt.of(0)))
                .withMessageContaining("Write 1 for the first stage");
    }

    @Test
    void namesItsFigureAndItsLimit() {
        Budget ttft = new Budget(Metric.TTFT, Statistic.percentile(95), AT_MOST, 300_000, OptionalInt.empty());
        Budget goodput = new Budget(Metric.GOODPUT, Statistic.VALUE, AT_LEAST, 40, OptionalInt.empty());

        assertThat(ttft.figure()).isEqualTo("TTFT p95");
        assertThat(ttft.shownLimit()).isEqualTo("≤ 300 ms");
        assertThat(goodput.figure()).isEqualTo("Goodput");
        assertThat(goodput.shownLimit()).isEqualTo("≥ 40/s");
    }
}
