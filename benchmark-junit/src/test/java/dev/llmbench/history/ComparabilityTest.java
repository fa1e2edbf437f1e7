package dev.llmbench.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which loads and which machines count as equal. */
class ComparabilityTest {

    @Test
    void theOrderOfSettingsDoesNotMatter() {
        Map<String, String> one = new LinkedHashMap<>();
        one.put("a", "1");
        one.put("b", "2");
        Map<String, String> other = new LinkedHashMap<>();
        other.put("b", "2");
        other.put("a", "1");
        assertThat(new LoadSeries(one).hash())
                .isEqualTo(new LoadSeries(other).hash())
                .matches("[0-9a-f]{16}");
    }

    @Test
    void settingsThatWouldReadTheSameInOneLineAreApart() {
        assertThat(new LoadSeries(Map.of("a", "1\nb=2")).hash())
                .isNotEqualTo(new LoadSeries(Map.of("a", "1", "b", "2")).hash());
        assertThat(new LoadSeries(Map.of("a", "")).hash()).isNotEqualTo(new LoadSeries(Map.of()).hash());
    }

    @Test
    void theHashIsTheSameInEveryVersion() {
        assertThat(new LoadSeries(Map.of("max_tokens", "128", "model", "llama-4")).hash())
                .isEqualTo("3d29574d81f6f501");
    }

    @Test
    void aSettingThatCameOrWentIsNotSet() {
        LoadSeries now = new LoadSeries(Map.of("a", "1", "new", "x"));
        LoadSeries before = new LoadSeries(Map.of("a", "1", "old", "y"));
        assertThat(now.changesSince(before, 1))
                .isEqualTo("new was not set in the run before, is x; old was y, is not set");
    }

    @Test
    void onlyTheFirstOfManyChangesAreNamed() {
        LoadSeries now = new LoadSeries(Map.of("a", "1", "b", "1", "c", "1", "d", "1", "e", "1"));
        LoadSeries before = new LoadSeries(Map.of("a", "2", "b", "2", "c", "2", "d", "2", "e", "2"));
        assertThat(now.changesSince(before, 34))
                .isEqualTo("a was 2 in the 34 runs before, is 1; b was 2, is 1; c was 2, is 1; and 2 more");
    }

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, 4, AMD EPYC 7763 64-Core Processor, linux-amd64-4-epyc7763",
        "Linux, amd64, 2, Intel(R) Xeon(R) Platinum 8370C CPU @ 2.80GHz, linux-amd64-2-xeonplatinum8370c",
        "Mac OS X, aarch64, 10, , macosx-aarch64-10",
        "Windows Server 2022, amd64, 4, 'Intel64 Family 6 Model 85', windows-amd64-4-intel64family6model85"
    })
    void aMachineIsNamedByItsSystemAndProcessors(String os, String arch, int cpus, String cpu, String name) {
        assertThat(MachineClass.of(os, arch, cpus, Optional.ofNullable(cpu), "", "")
                        .name())
                .isEqualTo(name);
    }

    @Test
    void theClockRateAndThePatchLevelDoNotMatter() {
        Optional<String> slow = Optional.of("Intel(R) Xeon(R) CPU @ 2.20GHz");
        Optional<String> fast = Optional.of("Intel(R) Xeon(R) CPU @ 2.80GHz");
        assertThat(MachineClass.of("Linux", "amd64", 4, slow, "", "").name())
                .isEqualTo(MachineClass.of("Linux", "amd64", 4, fast, "", "").name());
    }

    @Test
    void aLabelTakesTheStead() {
        MachineClass machine = MachineClass.of("Linux", "amd64", 4, Optional.empty(), " github-ubuntu-24-4cpu ", "");
        assertThat(machine.name()).isEqualTo("github-ubuntu-24-4cpu");
        assertThat(machine.details()).containsEntry("cpus", "4").containsEntry("label", "github-ubuntu-24-4cpu");
    }

    @Test
    void theServersMachineIsPartOfIt() {
        assertThat(MachineClass.of("Linux", "amd64", 4, Optional.empty(), "ci", "h100")
                        .name())
                .isEqualTo("ci-to-h100");
    }

    @Test
    void thisMachineHasAName() {
        assertThat(MachineClass.current("", "").name()).isNotBlank();
    }
}
