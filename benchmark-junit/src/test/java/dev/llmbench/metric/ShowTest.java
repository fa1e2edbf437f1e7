package dev.llmbench.metric;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShowTest {

    @Test
    void aTimeHasTheUnitThatSuitsIt() {
        assertThat(Show.micros(0)).isEqualTo("0 ms");
        assertThat(Show.micros(7)).isEqualTo("7 µs");
        assertThat(Show.micros(52_345)).isEqualTo("52.3 ms");
        assertThat(Show.micros(412_000)).isEqualTo("412 ms");
        assertThat(Show.micros(1_203_000)).isEqualTo("1.20 s");
    }

    @Test
    void aShareIsAPercentageWithoutBinaryDust() {
        assertThat(Show.percent(0.07)).isEqualTo("7 %");
        assertThat(Show.percent(0.0125)).isEqualTo("1.25 %");
        assertThat(Show.percent(0)).isEqualTo("0 %");
        assertThat(Show.percent(1)).isEqualTo("100 %");
    }

    @Test
    void aLargeNumberIsShownInFullWithAnEnglishComma() {
        assertThat(Show.digits(12_345.6)).isEqualTo("12,346");
    }

    @Test
    void aValueHasItsMetricsUnit() {
        assertThat(Show.value(Metric.TTFT, 300_000)).isEqualTo("300 ms");
        assertThat(Show.value(Metric.ERROR_RATE, 0.01)).isEqualTo("1 %");
        assertThat(Show.value(Metric.GOODPUT, 39.96)).isEqualTo("40.0/s");
        assertThat(Show.value(Metric.ERRORS, 1_240)).isEqualTo("1,240");
    }
}
