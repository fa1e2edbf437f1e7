package dev.llmbench.report.csv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.result.LengthPair;
import dev.llmbench.result.LengthPair.Half;
import dev.llmbench.sample.Moments;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.TokenSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairsCsvTest {
    @TempDir
    private Path directory;

    @Test
    void aPairThatCountsHasItsDifferenceAndItsTpot() throws IOException {
        assertThat(row(pair(half(100, 100, 5_000, 500_123), half(110, 110, 600_000, 550_456))))
                .isEqualTo("3,p-1,2,shorter,100,110,100,110,500.123,550.456,50.333,5.033,true,");
    }

    @Test
    void theLongerRequestMayHaveTakenLessTime() throws IOException {
        assertThat(row(pair(half(100, 100, 600_000, 500_000), half(110, 110, 5_000, 499_500))))
                .isEqualTo("3,p-1,2,longer,100,110,100,110,500.000,499.500,-0.500,-0.050,true,");
    }

    @Test
    void aPairThatDoesNotCountSaysWhy() throws IOException {
        assertThat(row(pair(half(100, 80, 5_000, 400_000), half(110, 110, 600_000, 550_000))))
                .isEqualTo("3,p-1,2,shorter,100,110,80,110,400.000,550.000,,,false,length");
    }

    @Test
    void aRequestThatWasNeverSentHasEmptyCells() throws IOException {
        Half hung = new Half(110, -1, null, 5_000, Moments.ABSENT, 0, Outcome.INTERRUPTED);
        assertThat(row(new LengthPair(3, "p-1", 2, 10, true, Optional.empty(), Optional.of(hung))))
                .isEqualTo("3,p-1,2,longer,100,110,,,,,,,false,unfinished");
    }

    @Test
    void rowsAreInTheFileAsSoonAsTheyAreTold() throws IOException {
        Path file = directory.resolve(PairsCsv.FILE_NAME);
        try (PairsCsv csv = PairsCsv.create(file)) {
            assertThat(file).hasContent(String.join(",", PairsCsv.HEADER));
            csv.accept(pair(half(100, 100, 0, 1), half(110, 110, 2, 1)));
            assertThat(Files.readAllLines(file)).hasSize(2);
            assertThat(csv.failure()).isEmpty();
        }
    }

    private String row(LengthPair pair) throws IOException {
        Path file = directory.resolve(PairsCsv.FILE_NAME);
        try (PairsCsv csv = PairsCsv.create(file)) {
            csv.accept(pair);
        }
        List<String> lines = Files.readAllLines(file);
        assertThat(lines.get(1).chars().filter(c -> c == ',').count()).isEqualTo(PairsCsv.HEADER.size() - 1);
        return lines.get(1);
    }

    private static LengthPair pair(Half shorter, Half longer) {
        return new LengthPair(3, "p-1", 2, 10, true, Optional.of(shorter), Optional.of(longer));
    }

    private static Half half(int asked, int tokens, long scheduled, long e2e) {
        return new Half(asked, tokens, TokenSource.USAGE, scheduled, e2e, 0, Outcome.OK);
    }
}
