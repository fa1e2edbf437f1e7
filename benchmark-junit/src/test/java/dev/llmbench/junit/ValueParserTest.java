package dev.llmbench.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmbench.metric.Metric;
import dev.llmbench.plan.ConfigurationException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ValueParserTest {

    @Test
    void readsSingleValues() {
        assertThat(ValueParser.flag("k", " TRUE ")).isTrue();
        assertThat(ValueParser.flag("k", "false")).isFalse();
        assertThat(ValueParser.integer("k", " 12 ")).isEqualTo(12);
        assertThat(ValueParser.whole("k", "12345678901")).isEqualTo(12_345_678_901L);
        assertThat(ValueParser.decimal("k", "0.5")).isEqualTo(0.5);
        assertThat(ValueParser.constant("k", "error-rate", Metric.class)).isEqualTo(Metric.ERROR_RATE);
    }

    @Test
    void refusesAnythingElseByItsKey() {
        refused(() -> ValueParser.flag("llmbench.quiet", "yes"));
        refused(() -> ValueParser.integer("llmbench.quiet", "1.5"));
        refused(() -> ValueParser.whole("llmbench.quiet", "x"));
        refused(() -> ValueParser.decimal("llmbench.quiet", "0,5"));
        refused(() -> ValueParser.constant("llmbench.quiet", "speed", Metric.class));
    }

    private static void refused(ThrowingCallable reading) {
        assertThatThrownBy(reading)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("llmbench.quiet = ", "Write");
    }
}
