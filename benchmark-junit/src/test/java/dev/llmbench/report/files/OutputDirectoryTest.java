package dev.llmbench.report.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmbench.plan.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputDirectoryTest {
    private static final Path ROOT = Path.of("target", "llm-load");

    @TempDir
    Path directory;

    @Test
    void plainNamesStayAsTheyAre() {
        assertThat(OutputDirectory.of(ROOT, List.of("com.acme.ChatLatencyIT$Streaming", "chat_stays-fast", "2")))
                .isEqualTo(ROOT.resolve("com.acme.ChatLatencyIT$Streaming/chat_stays-fast/2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "größe",
                "日本語",
                "a/b",
                "a\\b",
                "..",
                ".",
                "",
                "~",
                "a b",
                "chat(String, int)",
                "nul",
                "CON",
                "a.",
                "x\0y"
            })
    void otherNamesAreMadeSafeOnEveryFileSystem(String name) {
        String safe = OutputDirectory.of(ROOT, List.of(name)).getFileName().toString();

        assertThat(safe)
                .matches("[A-Za-z0-9._-]+")
                .doesNotMatch("^\\..*|.*\\.$")
                .isNotEqualToIgnoringCase(name);
        assertThat(OutputDirectory.of(ROOT, List.of(name)).normalize().getParent())
                .isEqualTo(ROOT);
    }

    @Test
    void namesThatDifferKeepDifferentDirectories() {
        assertThat(OutputDirectory.of(ROOT, List.of("テスト一"))).isNotEqualTo(OutputDirectory.of(ROOT, List.of("テスト二")));
        assertThat(OutputDirectory.of(ROOT, List.of("x".repeat(200) + "1")))
                .isNotEqualTo(OutputDirectory.of(ROOT, List.of("x".repeat(200) + "2")));
    }

    @Test
    void longNamesAreCut() {
        assertThat(OutputDirectory.of(ROOT, List.of("x".repeat(500)))
                        .getFileName()
                        .toString())
                .hasSize(200);
    }

    @Test
    void namesAreCutSoThatTheWholePathStaysShortEnough() {
        Path deep = ROOT.resolve(String.join("/", Collections.nCopies(80, "0123456789")));

        Path directory = OutputDirectory.of(deep, List.of("x".repeat(150), "y".repeat(150), "1"));

        assertThat(directory.toAbsolutePath().toString().length()).isLessThan(1024 - 20);
        assertThat(directory)
                .isNotEqualTo(OutputDirectory.of(deep, List.of("x".repeat(149) + "z", "y".repeat(150), "1")));
    }

    @Test
    void aDirectoryThatIsNotThereIsMade() {
        assertThat(OutputDirectory.prepare(directory.resolve("a/b/c")))
                .isDirectory()
                .isAbsolute();
    }

    private static void makeRoom(Path run) {
        OutputDirectory.keepPrevious(OutputDirectory.prepare(run));
    }

    @Test
    void theRunBeforeIsKeptOnce() throws IOException {
        Path run = directory.resolve("chat");
        for (String number : new String[] {"1", "2", "3"}) {
            makeRoom(run);
            Files.writeString(run.resolve("requests.csv"), number);
        }

        assertThat(run.resolve("requests.csv")).hasContent("3");
        assertThat(directory.resolve("chat.previous/requests.csv")).hasContent("2");
        assertThat(directory).isDirectoryNotContaining("glob:**3*");
    }

    @Test
    void aFileThatOnlyAnOlderRunWroteIsNotMixedWithTheRunBefore() throws IOException {
        Path run = directory.resolve("chat");
        makeRoom(run);
        Files.writeString(run.resolve("summary.json"), "1");
        makeRoom(run);
        Files.writeString(run.resolve("requests.csv"), "2");
        makeRoom(run);

        assertThat(directory.resolve("chat.previous")).isDirectoryNotContaining("glob:**summary.json");
    }

    @Test
    void filesThatNoRunWroteStayWhereTheyAre() throws IOException {
        Path project = Files.createDirectory(directory.resolve("project"));
        Path own = Files.writeString(project.resolve("pom.xml"), "<project/>");
        Files.writeString(project.resolve("run.json"), "{}");

        makeRoom(project);

        assertThat(own).hasContent("<project/>");
        assertThat(project.resolve("run.json")).doesNotExist();
    }

    @Test
    void aDirectoryThatCannotBeMadeIsAMistakeToCorrect() throws IOException {
        Path inTheWay = Files.writeString(directory.resolve("target"), "a file");

        assertThatThrownBy(() -> OutputDirectory.prepare(inTheWay.resolve("llm-load")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("llmbench.output-dir = \"" + inTheWay.resolve("llm-load") + "\": ")
                .hasMessageContaining("Name a writable directory")
                .hasCauseInstanceOf(IOException.class);
    }
}
