package dev.llmbench.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "500ms, PT0.5S",
        "30s, PT30S",
        "1m30s, PT1M30S",
        "1.5h, PT1H30M",
        ".5s, PT0.5S",
        "1d, PT24H",
        "250us, PT0.00025S",
        "250µs, PT0.00025S",
        "250μs, PT0.00025S",
        "7ns, PT0.000000007S",
        "0s, PT0S",
        "0, PT0S",
        "' 10s ', PT10S",
    })
    void readsWhatK6Writes(String text, Duration duration) {
        assertThat(Durations.parse("duration", text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "-5s", "1m 30s", "10 s", "1e3s", "1,5s", "ten", "5sec", "1m30"})
    void refusesWhatIsNoDuration(String text) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Durations.parse("stages.duration", text))
                .withMessageContainingAll("stages.duration = \"" + text + "\"", "Write for example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"6", "1500", "1.5", " 30 "})
    void refusesANumberWithoutAUnitButInTheJsonOfK6(String text) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Durations.parse("stages.duration", text))
                .withMessageContaining(
                        "Write " + text.strip() + "s for seconds, or " + text.strip() + "ms for milliseconds");
        assertThat(Durations.parseK6("stages.duration", text)).isEqualTo(Durations.parse("", text.strip() + "ms"));
    }

    @Test
    void refusesWhatNoTestLasts() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Durations.parse("duration", "366d"))
                .withMessageContaining("365 days");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0s",
                "1m30s",
                "500ms",
                "1h",
                "24h",
                "2m5s250ms",
                "7ns",
                "1s1ns",
                "5.1ms",
                "250us",
                "1.5us",
                "3s250us"
            })
    void writesWhatItReads(String text) {
        assertThat(Durations.format(Durations.parse("duration", text))).isEqualTo(text);
    }

    @Test
    void readsWhateverItWrites() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            // Of every size from nanoseconds to a year, with few and with many digits.
            long nanos = random.nextLong(1L << (1 + random.nextInt(54)));
            Duration duration = Duration.ofNanos(nanos - nanos % (long) Math.pow(10, random.nextInt(9)));
            assertThat(Durations.parse("duration", Durations.format(duration))).isEqualTo(duration);
        }
    }

    @Test
    void writesANegativeDurationWithOneMinus() {
        assertThat(Durations.format(Duration.ofMillis(-500))).isEqualTo("-500ms");
        assertThat(Durations.format(Duration.ofMillis(-90_500))).isEqualTo("-1m30s500ms");
    }
}
