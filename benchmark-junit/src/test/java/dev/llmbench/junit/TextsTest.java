package dev.llmbench.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmbench.metric.Metric;
import dev.llmbench.plan.ConfigurationException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class TextsTest {

    @Test
    void readsSingleValues() {
        assertThat(Texts.flag("k", " TRUE ")).isTrue();
        assertThat(Texts.flag("k", "false")).isFalse();
        assertThat(Texts.integer("k", " 12 ")).isEqualTo(12);
        assertThat(Texts.whole("k", "12345678901")).isEqualTo(12_345_678_901L);
        assertThat(Texts.decimal("k", "0.5")).isEqualTo(0.5);
        assertThat(Texts.constant("k", "error-rate", Metric.class)).isEqualTo(Metric.ERROR_RATE);
    }

    @Test
    void refusesAnythingElseByItsKey() {
        refused(() -> Texts.flag("llmbench.quiet", "yes"));
        refused(() -> Texts.integer("llmbench.quiet", "1.5"));
        refused(() -> Texts.whole("llmbench.quiet", "x"));
        refused(() -> Texts.decimal("llmbench.quiet", "0,5"));
        refused(() -> Texts.constant("llmbench.quiet", "speed", Metric.class));
    }

    private static void refused(ThrowingCallable reading) {
        assertThatThrownBy(reading)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("llmbench.quiet = ", "Write");
    }
}
