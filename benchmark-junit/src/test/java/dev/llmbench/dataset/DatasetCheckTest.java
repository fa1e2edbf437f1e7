package dev.llmbench.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.plan.DatasetFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetCheckTest {
    @TempDir
    private Path directory;

    @Test
    void tellsFormatCountLengthsDuplicatesAndTheFirstPrompts() throws IOException {
        DatasetCheck check = check("prompt,max_tokens\nWhy is the sea salty?,5\nHow?,5\nHow?,5\n");

        assertThat(check.format()).isEqualTo(DatasetFormat.CSV);
        assertThat(check.prompts()).isEqualTo(3);
        assertThat(check.duplicates()).isEqualTo(1);
        assertThat(check.tokens()).containsEntry(2, 2).containsEntry(4, 1);
        assertThat(check.tokenizer()).isEqualTo("o200k_base");
        assertThat(check.firstPrompts()).first().isEqualTo("1: Why is the sea salty?");
        assertThat(check.problems()).isEmpty();
        assertThat(check.toString())
                .contains("CSV, 3 prompts, 1 duplicates")
                .contains("tokens of a prompt (o200k_base)")
                .contains("2 to         3:         2 ####");
    }

    @Test
    void tellsProblemsWithTheirLines() throws IOException {
        DatasetCheck check = check("{\"prompt\": \"a\"}\n{\"prompt\": 5}\n");

        assertThat(check.prompts()).isZero();
        assertThat(check.toString()).contains("has a bad line:\n  line 2 \"prompt\" is a number (5)");
    }

    @Test
    void tellsOfAFileThatIsNotThere() {
        assertThat(DatasetCheck.of("nowhere.jsonl", directory, getClass().getClassLoader())
                        .problems())
                .contains("was not found");
    }

    private DatasetCheck check(String content) throws IOException {
        Path file = Files.writeString(directory.resolve("set"), content);
        return DatasetCheck.of(file.toString(), directory, getClass().getClassLoader());
    }
}
