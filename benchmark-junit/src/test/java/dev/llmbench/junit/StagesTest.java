package dev.llmbench.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmbench.plan.ConfigurationException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
