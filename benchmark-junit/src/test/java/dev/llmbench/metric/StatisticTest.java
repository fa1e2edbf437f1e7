package dev.llmbench.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatisticTest {

    @Test
    void readsPercentilesWholeAndBroken() {
        assertThat(Statistic.parse("p95")).isEqualTo(Statistic.percentile(95));
        assertThat(Statistic.parse(" P99.9 ")).isEqualTo(Statistic.percentile(99.9));
        assertThat(Statistic.parse("median")).isEqualTo(Statistic.percentile(50));
    }

    @Test
    void readsMeanMinAndMax() {
        assertThat(Statistic.parse("mean")).isEqualTo(Statistic.MEAN);
        assertThat(Statistic.parse("avg")).isEqualTo(Statistic.MEAN);
        assertThat(Statistic.parse("min")).isEqualTo(Statistic.MIN);
        assertThat(Statistic.parse("MAX")).isEqualTo(Statistic.MAX);
    }

    @ParameterizedTest
    @ValueSource(strings = {"p95", "p99.9", "mean", "min", "max"})
    void writesWhatItReads(String text) {
        assertThat(Statistic.parse(text).label()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "95", "p", "p100", "p-5", "p1e1", "p99,9", "value", "p0"})
    void refusesWhatIsNoStatistic(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Statistic.parse(text));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 100, -1, Double.NaN})
    void aPercentileLiesBetweenTheEnds(double percent) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Statistic.percentile(percent))
                .withMessageContaining("use min or max for the ends");
    }

    @Test
    void aPlainValueHasNoLabel() {
        assertThat(Statistic.VALUE.label()).isEmpty();
    }
}
