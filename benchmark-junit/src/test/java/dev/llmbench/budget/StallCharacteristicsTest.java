package dev.llmbench.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.llmbench.budget.StallCharacteristics.Model;
import dev.llmbench.budget.StallCharacteristics.Rule;
import dev.llmbench.budget.StallCharacteristics.Stalls;
import dev.llmbench.budget.Verdict.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StallCharacteristicsTest {

    @Test
    void theDocumentedTableIsWhatIsComputed() throws IOException {
        assertThat(Files.readString(Path.of("STATISTICS.md"))).contains(StallCharacteristics.table());
    }

    @ParameterizedTest
    @EnumSource
    void longStallsTurnNoVerdictAround(Model model) {
        List<Map<Kind, Integer>> kinds = StallCharacteristics.kinds(model, Stalls.LONG, Rule.BOUNDED);

        assertThat(kinds.get(0)).doesNotContainKey(Kind.BREACH);
        assertThat(kinds.get(3)).doesNotContainKey(Kind.PASS);
    }

    @ParameterizedTest
    @EnumSource
    void runsWithShortStallsAreDecided(Model model) {
        List<Map<Kind, Integer>> kinds = StallCharacteristics.kinds(model, Stalls.SHORT, Rule.BOUNDED);

        assertThat(kinds.get(0)).containsOnly(entry(Kind.PASS, StallCharacteristics.ROUNDS));
        assertThat(kinds.get(3)).containsOnly(entry(Kind.BREACH, StallCharacteristics.ROUNDS));
    }
}
