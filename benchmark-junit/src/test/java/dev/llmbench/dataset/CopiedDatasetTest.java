package dev.llmbench.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.llmbench.dataset.trace.Trace;
import dev.llmbench.plan.DatasetException;
import dev.llmbench.prompt.Tokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A copy of a dataset's file contains the same prompts on another machine. */
class CopiedDatasetTest {
    private static final DatasetOptions OPTIONS =
            DatasetOptions.ofDefaults().withTokenizer(Tokenizer.estimate()).withSeed(7);
    private static final Path TRACES = Path.of("src/test/resources/traces").toAbsolutePath();

    @TempDir
    Path project;

    @TempDir
    Path elsewhere;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            prompts.jsonl    | {"prompt": "Hello", "max_tokens": 5, "temperature": 0.5}
            messages.json    | [{"conversations": [{"from": "human", "value": "Hi"}, {"from": "gpt", "value": "Ho"}]}]
            no folders.csv   | prompt,output_tokens_count\\nHello,5\\n"Good, day",6
            data/prompts.txt | Hello\\nGood day
            extensionless    | {"prompt": "Hello"}
            """)
    void aFileGivesTheSamePrompts(String location, String content) throws IOException {
        write(location, content);

        assertThatTheCopyIsEqual(location, OPTIONS);
    }

    @Test
    void aPackedFileGivesTheSamePrompts() throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(project.resolve("prompts.csv.gz")))) {
            out.write("prompt,output_tokens_count\nHello,5\n".getBytes(UTF_8));
        }

        assertThatTheCopyIsEqual("prompts.csv.gz", OPTIONS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"classpath:prompts.csv", "classpath:/data/prompts.jsonl", "data/prompts.jsonl"})
    void aResourceGivesTheSamePrompts(String location) throws IOException {
        Path classes = Files.createDirectory(project.resolve("classes"));
        write("classes/prompts.csv", "prompt,output_tokens_count\nHello,5\n");
        write("classes/data/prompts.jsonl", "{\"prompt\": \"Hello\"}");

        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL()}, null)) {
            assertThatTheCopyIsEqual(location, OPTIONS, loader);
        }
    }

    @Test
    void conversationsRunTurnByTurnAreTheSame() throws IOException {
        write("turns.jsonl", "{\"turns\": [\"How do tides work?\", \"And why twice a day?\"]}");

        assertThatTheCopyIsEqual("turns.jsonl", OPTIONS.withConversations(true).withSalt(true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"azure-2023.csv", "bailian.jsonl", "burstgpt.csv", "mooncake.jsonl"})
    void aTraceGivesTheSamePromptsAtTheSameTimes(String name) throws IOException {
        assertThatTheCopyIsEqual(
                TRACES.resolve(name).toString(), OPTIONS.withWindow(Duration.ZERO, Optional.of(Duration.ofSeconds(3))));
    }

    @Test
    void syntheticPromptsHaveNoFile() {
        assertThat(find(" synthetic:prompt=10,output=5", getClass().getClassLoader()))
                .isEmpty();
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatExceptionOfType(DatasetException.class)
                .isThrownBy(() -> find("missing.jsonl", getClass().getClassLoader()))
                .withMessageContaining("dataset = \"missing.jsonl\" was not found");
    }

    private void write(String name, String content) throws IOException {
        Path file = project.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content.replace("\\n", "\n"));
    }

    private void assertThatTheCopyIsEqual(String location, DatasetOptions options) throws IOException {
        assertThatTheCopyIsEqual(location, options, getClass().getClassLoader());
    }

    private void assertThatTheCopyIsEqual(String location, DatasetOptions options, ClassLoader loader)
            throws IOException {
        Dataset original = Datasets.load(location, project, loader, options);
        DatasetSource source = find(location, loader).orElseThrow();
        Path copy = elsewhere.resolve(source.fileName());
        try (InputStream content = source.content().open()) {
            Files.copy(content, copy);
        }

        Dataset copied = Datasets.load(copy.toString(), elsewhere, loader, options);

        assertThat(copied.prompts()).hasToString(original.prompts().toString());
        assertThat(copied.name()).isEqualTo(original.name());
        assertThat(copied.format()).isEqualTo(original.format());
        assertThat(copied.notes()).isEqualTo(original.notes());
        assertThat(copied.salted()).isEqualTo(original.salted());
        assertThat(copied.trace().map(CopiedDatasetTest::times))
                .isEqualTo(original.trace().map(CopiedDatasetTest::times));
    }

    private static List<Object> times(Trace trace) {
        List<Object> times = new ArrayList<>(List.of(trace.length()));
        for (int request = 0; request < trace.requests(); request++) {
            times.add(trace.micros(request));
        }
        return times;
    }

    private Optional<DatasetSource> find(String location, ClassLoader loader) {
        return Datasets.find(location, project, loader);
    }
}
