package dev.llmbench.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OutcomeTest {

    @ParameterizedTest
    @EnumSource
    void isFoundByItsWord(Outcome outcome) {
        assertThat(Outcome.ofWord(outcome.word())).isEqualTo(outcome);
    }

    @Test
    void refusesAWordThatIsNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Outcome.ofWord("fine"))
                .withMessageContaining("'fine'");
    }

    @Test
    void okAndInterruptedAreNoErrors() {
        assertThat(Outcome.OK.isError()).isFalse();
        assertThat(Outcome.INTERRUPTED.isError()).isFalse();
        assertThat(Outcome.TIMEOUT.isError()).isTrue();
    }
}
