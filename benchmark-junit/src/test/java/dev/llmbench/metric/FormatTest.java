package dev.llmbench.metric;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FormatTest {

    @Test
    void aTimeHasTheUnitThatSuitsIt() {
        assertThat(Format.micros(0)).isEqualTo("0 ms");
        assertThat(Format.micros(7)).isEqualTo("7 µs");
        assertThat(Format.micros(52_345)).isEqualTo("52.3 ms");
        assertThat(Format.micros(412_000)).isEqualTo("412 ms");
        assertThat(Format.micros(1_203_000)).isEqualTo("1.20 s");
    }

    @Test
    void aShareIsAPercentageWithoutBinaryDust() {
        assertThat(Format.percent(0.07)).isEqualTo("7 %");
        assertThat(Format.percent(0.0125)).isEqualTo("1.25 %");
        assertThat(Format.percent(0)).isEqualTo("0 %");
        assertThat(Format.percent(1)).isEqualTo("100 %");
    }

    @Test
    void aLargeNumberIsShownInFullWithAnEnglishComma() {
        assertThat(Format.digits(12_345.6)).isEqualTo("12,346");
    }

    @Test
    void aValueHasItsMetricsUnit() {
        assertThat(Format.value(Metric.TTFT, 300_000)).isEqualTo("300 ms");
        assertThat(Format.value(Metric.ERROR_RATE, 0.01)).isEqualTo("1 %");
        assertThat(Format.value(Metric.GOODPUT, 39.96)).isEqualTo("40.0/s");
        assertThat(Format.value(Metric.ERRORS, 1_240)).isEqualTo("1,240");
    }
}
