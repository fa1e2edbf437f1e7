package dev.llmbench.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RunningMeanTest {
    private final RunningMean mean = new RunningMean();

    @Test
    void withoutAValueNothingIsKnown() {
        assertThat(mean.mean()).isEmpty();
        assertThat(mean.standardError()).isEmpty();
        assertThat(mean.interval(0.95).isBounded()).isFalse();
    }

    @Test
    void oneValueTellsNothingOfHowSureItIs() {
        mean.add(3);
        assertThat(mean.mean()).hasValue(3);
        assertThat(mean.standardError()).isEmpty();
        assertThat(mean.interval(0.95).isBounded()).isFalse();
    }

    /** The quantile of Student's t at 97.5 % with four degrees of freedom is 2.776. */
    @Test
    void theIntervalIsStudents() {
        for (double value : new double[] {1, 2, 3, 4, 5}) {
            mean.add(1e9 + value);
        }
        assertThat(mean.count()).isEqualTo(5);
        assertThat(mean.mean().orElseThrow()).isEqualTo(1e9 + 3, within(1e-6));
        assertThat(mean.standardError().orElseThrow()).isEqualTo(Math.sqrt(2.5 / 5), within(1e-6));
        assertThat(mean.interval(0.95).upper().orElseThrow()).isEqualTo(1e9 + 3 + 2.776 * 0.70711, within(1e-3));
    }
}
