package dev.llmbench.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThinkTimeTest {

    @Test
    void aDurationIsAFixedPause() {
        assertThat(ThinkTime.parse("thinkTime", "2s")).isEqualTo(ThinkTime.fixed(Duration.ofSeconds(2)));
    }

    @Test
    void twoDurationsAreUniformPauses() {
        ThinkTime uniform = ThinkTime.parse("thinkTime", "1s..1m30s");

        assertThat(uniform)
                .isEqualTo(new ThinkTime(ThinkTime.Kind.UNIFORM, Duration.ofSeconds(1), Duration.ofSeconds(90)));
        assertThat(uniform).hasToString("1s..1m30s");
    }

    @Test
    void exponentialPausesHaveTheirMean() {
        ThinkTime exponential = ThinkTime.parse("thinkTime", "exp(200ms)");
        Random random = new Random(1);
        double mean = IntStream.range(0, 20_000)
                .mapToLong(i -> exponential.next(random).toMillis())
                .average()
                .orElseThrow();

        assertThat(mean).isCloseTo(200, within(5.0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "fast", "exp(x)", "3s..1s", "-1s"})
    void whatIsNoPauseIsRefused(String text) {
        assertThatThrownBy(() -> ThinkTime.parse("thinkTime", text))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("thinkTime");
    }
}
