package dev.llmbench.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.metric.Format;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class IntervalTest {
    @Test
    void anEndThatTheSamplesCannotTellIsSaid() {
        OptionalDouble bound = OptionalDouble.of(120_000);

        assertThat(Interval.of(1_000, 120_000).inWords(Format::micros)).isEqualTo("1 ms to 120 ms");
        assertThat(new Interval(bound, OptionalDouble.empty()).inWords(Format::micros))
                .isEqualTo("from 120 ms, upper end unknown at this n");
        assertThat(new Interval(OptionalDouble.empty(), bound).inWords(Format::micros))
                .isEqualTo("up to 120 ms, lower end unknown at this n");
    }
}
