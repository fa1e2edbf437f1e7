package dev.llmbench.report.markdown;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.report.Runs;
import dev.llmbench.result.LoadResult;
import dev.llmbench.sample.TokenSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepSummaryTest {
    private final LoadResult result = Runs.result(Runs.plan(), Runs.samples(TokenSource.USAGE));
    private final String markdown = MarkdownSummary.of(result, List.of());

    @TempDir
    private Path directory;

    @Test
    void theSummaryIsAppendedToWhatOthersWrote() throws IOException {
        Path page = Files.writeString(directory.resolve("page"), "before\n\n");

        assertThat(append(page)).isEmpty();
        assertThat(append(page)).isEmpty();

        assertThat(page).content(UTF_8).isEqualTo("before\n\n" + markdown + "\n" + markdown + "\n");
    }

    @Test
    void aPageThatIsNotThereYetIsMade() {
        assertThat(append(directory.resolve("page"))).isEmpty();

        assertThat(directory.resolve("page")).content(UTF_8).isEqualTo(markdown + "\n");
    }

    @Test
    void elsewhereNothingIsWritten() {
        assertThat(StepSummary.append(Map.of(), result, List.of())).isEmpty();
        assertThat(StepSummary.append(Map.of(StepSummary.VARIABLE, " "), result, List.of()))
                .isEmpty();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aPageNeverGrowsBeyondWhatIsShown() throws IOException {
        Path page = Files.write(directory.resolve("page"), new byte[(int) StepSummary.MOST_BYTES - 10]);

        assertThat(append(page)).hasValueSatisfying(why -> assertThat(why).contains("1 MiB", "summary.md"));
        assertThat(page).hasSize(StepSummary.MOST_BYTES - 10);
    }

    @Test
    void aPageThatCannotBeWrittenIsTold() {
        assertThat(append(directory))
                .hasValueSatisfying(why -> assertThat(why).contains(StepSummary.VARIABLE, directory.toString()));
        assertThat(StepSummary.append(Map.of(StepSummary.VARIABLE, "\0"), result, List.of()))
                .isPresent();
    }

    private Optional<String> append(Path page) {
        return StepSummary.append(Map.of(StepSummary.VARIABLE, page.toString()), result, List.of());
    }
}
