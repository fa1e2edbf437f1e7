package dev.llmbench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTest {
    private static final Path HERE = Path.of("/home/me/project");

    @Test
    void pathsBelowTheWorkingDirectoryAreShownFromThere() {
        Terminal terminal = new Terminal(true, false, HERE);

        assertThat(terminal.shown(HERE.resolve("target/llm-load")))
                .isEqualTo(Path.of("target", "llm-load").toString());
        assertThat(terminal.shown(HERE)).isEqualTo(HERE.toAbsolutePath().toString());
        assertThat(terminal.shown(Path.of("/home/me/projects")))
                .isEqualTo(Path.of("/home/me/projects").toAbsolutePath().toString());
    }

    @ParameterizedTest
    @CsvSource({"120, 120", "' 80 ', 80", "20, 60", "4000, 200", "'', 96", ", 96", "wide, 96", "-5, 96"})
    void theWidthIsThatOfTheEnvironmentWithinReason(@Nullable String columns, int width) {
        assertThat(Terminal.widthOf(columns)).isEqualTo(width);
    }

    @Test
    void anAsciiTerminalGetsOtherSigns() {
        assertThat(new Terminal(false, false, HERE).signs("✓ 1 → 10, 5 µs ≤ 3 × 2…"))
                .isEqualTo("+ 1 -> 10, 5 us <= 3 x 2...");
    }
}
