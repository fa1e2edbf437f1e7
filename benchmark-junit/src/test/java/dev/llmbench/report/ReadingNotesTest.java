package dev.llmbench.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.llmbench.report.console.ConsoleSummary;
import dev.llmbench.report.csv.RequestsCsv;
import dev.llmbench.report.files.ResultFiles;
import dev.llmbench.report.files.SavedRun;
import dev.llmbench.report.json.SummaryJson;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.ReadingNotes;
import dev.llmbench.sample.ReadingNote;
import dev.llmbench.sample.ReadingNote.Kind;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.TokenSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How answers were read stands wherever the run is shown, and is the same when its files are read again. */
class ReadingNotesTest {
    private static final ReadingNote UNKNOWN = new ReadingNote(Kind.UNKNOWN_FIELDS, "delta.musings");
    private static final ReadingNote ON_TOP = ReadingNote.of(Kind.REASONING_ON_TOP);
    private static final String LINE = "3 answers: output was in unknown fields (delta.musings),";

    @TempDir
    private Path directory;

    @Test
    void theyStandInEveryReportWithTheirCount() throws IOException {
        LoadResult result = Runs.result(Runs.plan(), noted(3, List.of(UNKNOWN, ON_TOP)));
        ResultFiles.write(directory, result, List.of());

        String console = ConsoleSummary.render(result, List.of(), new Terminal(true, false, directory));
        assertThat(console.replaceAll("\\s+", " "))
                .contains("Reading", LINE, "3 answers: reasoning tokens were not included");
        assertThat(Files.readString(directory.resolve("summary.md")))
                .contains("**Reading:** 3 answers: output was in unknown fields");
        // The page shows the same remarks.
        assertThat(RunLines.remarks(result))
                .filteredOn(line -> line.label().equals("Reading"))
                .hasSize(2);
        JsonNode notes = new ObjectMapper()
                .readTree(directory.resolve("summary.json").toFile())
                .path("reading_notes");
        assertThat(notes).hasSize(2);
        assertThat(notes.get(0).path("note").asText()).isEqualTo("unknown_fields");
        assertThat(notes.get(0).path("answers").asInt()).isEqualTo(3);
        assertThat(notes.get(0).path("details").get(0).asText()).isEqualTo("delta.musings");
    }

    @Test
    void theyComeBackWithTheRun() throws IOException {
        List<RequestSample> samples = noted(5, List.of(UNKNOWN, ON_TOP));
        LoadResult result = Runs.result(Runs.plan(), samples);
        ResultFiles.write(directory, result, List.of());
        try (RequestsCsv csv = RequestsCsv.create(directory.resolve("requests.csv"), Runs.TARGET)) {
            samples.forEach(csv::accept);
        }

        LoadResult again = SavedRun.read(directory).result();

        assertThat(again.readingNotes())
                .isEqualTo(result.readingNotes())
                .isEqualTo(new ReadingNotes(List.of(
                        new ReadingNotes.Counted(Kind.UNKNOWN_FIELDS, 5, List.of("delta.musings")),
                        new ReadingNotes.Counted(Kind.REASONING_ON_TOP, 5, List.of()))));
        assertThat(SummaryJson.of(again, List.of())).isEqualTo(SummaryJson.of(result.in(directory), List.of()));
    }

    @Test
    void aRunThatWasReadAsUsualSaysNothing() {
        LoadResult result = Runs.result(Runs.plan(), Runs.samples(TokenSource.USAGE));

        assertThat(result.readingNotes().each()).isEmpty();
        assertThat(RunLines.remarks(result)).noneMatch(line -> line.label().equals("Reading"));
    }

    @ParameterizedTest
    @EnumSource
    void eachIsReadFromItsLineAgain(Kind kind) {
        List<ReadingNote> notes = List.of(new ReadingNote(kind, "a=b; c\n"), ReadingNote.of(kind));

        assertThat(ReadingNote.ofLine(ReadingNote.line(notes))).isEqualTo(notes);
        assertThat(RunLines.reading(new ReadingNotes.Counted(kind, 1, List.of("a"))))
                .startsWith("1 answer: ");
    }

    private static List<RequestSample> noted(int count, List<ReadingNote> notes) {
        List<RequestSample> samples = new ArrayList<>(Runs.samples(TokenSource.USAGE));
        for (int i = 0; i < count; i++) {
            samples.set(i, samples.get(i).toBuilder().notes(notes).build());
        }
        return samples;
    }
}
