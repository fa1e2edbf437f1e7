package dev.llmbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.llmbench.report.files.SavedRuns;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The self-contained jar, run as a process of its own. */
class CliJarIT {
    private static final Path JAR = Path.of(System.getProperty("cli.jar", "no such jar"));

    @TempDir
    private Path directory;

    private record Ended(int status, String out, String err) {}

    @Test
    void theJarSummarizesARunOnItsOwn() throws Exception {
        SavedRuns.write(directory);

        Ended passed = run("summarize", directory.toString(), "--budget", "ttft.p95<=300ms");

        assertThat(passed.err()).isEmpty();
        assertThat(passed.status()).isZero();
        assertThat(passed.out()).contains("PASS  ChatLatencyIT.chatStaysFast", "TTFT p95 was");
        ObjectMapper json = new ObjectMapper();
        assertThat(json.readTree(
                        run("summarize", directory.toString(), "--json").out()))
                .isEqualTo(json.readTree(directory.resolve("summary.json").toFile()));
        assertThat(run("compare", directory.toString(), directory.toString()).out())
                .contains("TTFT p95", "overlap");
    }

    @Test
    void theJarHoldsAllThatThePageOfARunTakes() throws Exception {
        SavedRuns.write(directory);

        assertThat(run("report", directory.toString()).err()).isEmpty();
        assertThat(directory.resolve("report.html")).content().contains("ChatLatencyIT.chatStaysFast", "uPlot");
    }

    @Test
    void theJarTellsWhatItUnderstandsOfADataset() throws Exception {
        Path prompts = directory.resolve("prompts.csv");
        Files.writeString(prompts, "prompt,output_tokens\nWhy is the sky blue?,7\nWhy is the sky blue?,9\n");

        Ended told = run("dataset", prompts.toString());

        assertThat(told.err()).isEmpty();
        assertThat(told.out()).contains("2 prompts, 1 duplicate", "tokens of a prompt (", "Why is the sky");
    }

    @Test
    void theProcessEndsWithTheVerdict() throws Exception {
        SavedRuns.write(directory);

        assertThat(run("summarize", directory.toString(), "--budget", "ttft.p95<=200ms")
                        .status())
                .isEqualTo(1);
        assertThat(run("summarize").status()).isEqualTo(2);
        assertThat(run(
                                "summarize",
                                directory.toString(),
                                "--budget",
                                "ttft.p95@stage2<=286ms",
                                "--evidence",
                                "proven-pass")
                        .status())
                .isEqualTo(3);
        Files.writeString(
                directory.resolve("requests.csv"),
                Files.readString(directory.resolve("requests.csv"))
                        .lines()
                        .limit(9)
                        .reduce("", (all, line) -> all + line + "\n"));
        assertThat(run("summarize", directory.toString()).status()).isEqualTo(4);
    }

    /**
     * By hand, with an hour of 400 requests a second, which is 340 MB: {@code java -Xmx64m -jar …-cli.jar summarize
     * requests.csv}.
     */
    @Test
    void aLongRunIsReadInLittleMemory() throws Exception {
        SavedRuns.writeRows(directory, 300);

        Ended ended = run(List.of("-Xmx32m"), "summarize", directory.toString());

        assertThat(Files.size(directory.resolve("requests.csv"))).isGreaterThan(32_000_000);
        assertThat(ended.out()).contains("185,700 ok");
        assertThat(ended.err()).doesNotContain("OutOfMemory");
    }

    @Test
    void theJarKnowsItsVersion() throws Exception {
        assertThat(run("--version").out()).matches("llmbench \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\\R");
    }

    @Test
    void theJarHoldsNoPartOfAnotherJarThatSpeaksForTheWhole() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            assertThat(jar.stream().map(Object::toString))
                    .contains("META-INF/LICENSE", "picocli/CommandLine.class")
                    .noneMatch(name -> name.endsWith("module-info.class") || name.endsWith(".SF"))
                    .noneMatch(name -> name.startsWith("org/apache/") || name.startsWith("datasets/"));
        }
    }

    private Ended run(String... arguments) throws IOException, InterruptedException {
        return run(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"), arguments);
    }

    private Ended run(List<String> options, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(options);
        command.addAll(List.of("-jar", JAR.toString()));
        command.addAll(List.of(arguments));
        Path out = directory.resolve("out.txt");
        Path err = directory.resolve("err.txt");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        int status = process.waitFor();
        return new Ended(
                status,
                new String(Files.readAllBytes(out), StandardCharsets.UTF_8),
                new String(Files.readAllBytes(err), StandardCharsets.UTF_8));
    }
}
