package dev.llmbench.report.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.plan.ProgressStyle;
import dev.llmbench.report.Runs;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LiveTerminalTest {
    @ParameterizedTest
    @CsvSource({"TERM, dumb", "CI, true", "CI, 1", "JENKINS_URL, http://ci", "TF_BUILD, True"})
    void logsAndDumbTerminalsGetLines(String variable, String value) {
        assertThat(LiveTerminal.allows(Map.of(variable, value))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"TERM, xterm-256color", "CI, false", "CI, ''"})
    void otherTerminalsGetTheView(String variable, String value) {
        assertThat(LiveTerminal.allows(Map.of(variable, value))).isTrue();
    }

    @Test
    void theWidthIsTheSecondOfTheTerminalsNumbers() {
        assertThat(LiveTerminal.columnsOf("24 132\n")).hasValue(132);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0 0", "24", "stty: no tty"})
    void aTerminalThatDoesNotSayItsWidthHasNone(String size) {
        assertThat(LiveTerminal.columnsOf(size)).isEqualTo(OptionalInt.empty());
    }

    @Test
    void standardOutputUnderABuildToolIsNotTheJvmsOwn() {
        assertThat(ProgressView.ofStandardOutput(Runs.plan(), ProgressStyle.NONE, Map.of()))
                .isSameAs(ProgressView.NONE);
        assertThat(ProgressView.ofStandardOutput(Runs.plan(), ProgressStyle.LIVE, Map.of("CI", "true")))
                .isInstanceOf(ConsoleProgress.class);
    }
}
