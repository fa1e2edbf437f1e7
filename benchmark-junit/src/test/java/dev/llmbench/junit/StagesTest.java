package dev.llmbench.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmbench.plan.ConfigurationException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StagesTest {

    @Test
    void readsTheStagesOfK6() {
        assertThat(Stages.parse(
                        "llmbench.stages",
                        "[{\"target\":10,\"duration\":\"30s\"}, {\"duration\":\"1m30s\",\"target\":0}]"))
                .containsExactly(
                        new dev.llmbench.plan.Stage(10, Duration.ofSeconds(30)),
                        new dev.llmbench.plan.Stage(0, Duration.ofSeconds(90)));
    }

    @Test
    void aDurationWithoutUnitCountsMilliseconds() {
        assertThat(Stages.parse("llmbench.stages", "[{\"target\": 1, \"duration\": 250}]"))
                .containsExactly(new dev.llmbench.plan.Stage(1, Duration.ofMillis(250)));
    }

    @ParameterizedTest
    @CsvSource({"1e1,10", "10.0,10", "2.5,2.5", "1E+2,100", "0,0", "0.0,0", "5e-1,0.5", "100000000000e-9,100"})
    void aTargetIsANumberInAnyForm(String written, double target) {
        assertThat(Stages.parse("llmbench.stages", "[{\"target\": " + written + ", \"duration\": \"1s\"}]"))
                .containsExactly(new dev.llmbench.plan.Stage(target, Duration.ofSeconds(1)));
    }

    @ParameterizedTest
    @CsvSource({
        "30000.0,30000000000",
        "3e4,30000000000",
        "3.0E4,30000000000",
        "1e7,10000000000000",
        "12345678.0,12345678000000",
        "3000000000,3000000000000000",
        "250.5,250500000",
        "1e-1,100000",
        "0.0,0",
        "0e3,0"
    })
    void aDurationIsANumberOfMillisecondsInAnyForm(String written, long nanos) {
        assertThat(Stages.parse("llmbench.stages", "[{\"target\": 1, \"duration\": " + written + "}]"))
                .containsExactly(new dev.llmbench.plan.Stage(1, Duration.ofNanos(nanos)));
    }

    @ParameterizedTest
    @CsvSource({
        "-1,1000,target",
        "1e7,1000,target",
        "1e999,1000,target",
        "99999999999999999999,1000,target",
        "1,-1,duration",
        "1,-3e4,duration",
        "1,1e12,duration",
        "1,1e999,duration",
        "1,1e999999999,duration",
        "1,1e-999999999,duration",
        "1,99999999999999999999,duration"
    })
    void refusesANumberOutOfBoundsByItsField(String target, String duration, String field) {
        assertThatThrownBy(() -> Stages.parse(
                        "llmbench.stages", "[{\"target\": " + target + ", \"duration\": " + duration + "}]"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("tages." + field + " = ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10x30s",
                "[",
                "[] []",
                "{\"target\": 1, \"duration\": \"1s\"}",
                "[10]",
                "[{\"target\": 1}]",
                "[{\"target\": \"1\", \"duration\": \"1s\"}]",
                "[{\"target\": 1, \"duration\": \"soon\"}]",
                "[{\"target\": 1, \"duration\": \"1s\", \"vus\": 2}]"
            })
    void refusesWhatIsNoListOfStagesByItsKey(String text) {
        assertThatThrownBy(() -> Stages.parse("llmbench.stages", text))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("llmbench.stages", "Write for example");
    }
}
