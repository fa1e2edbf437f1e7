package dev.llmbench.report.csv;

import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.SampleSink;
import dev.llmbench.sample.SampleSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Reads requests.csv back into samples. */
public final class CsvReplay implements SampleSource {
    private final Path file;
    private final OptionalLong expected;
    private final boolean mayBeCutOff;

    /** Replays a file that is complete if it has the given number of rows; the number may be unknown. */
    CsvReplay(Path file, OptionalLong expected) {
        this(file, expected, false);
    }

    private CsvReplay(Path file, OptionalLong expected, boolean mayBeCutOff) {
        this.file = file;
        this.expected = expected;
        this.mayBeCutOff = mayBeCutOff;
    }

    /** Replays the given number of rows and ignores the rest. */
    public static CsvReplay again(Path file, long rows) {
        return new CsvReplay(file, OptionalLong.of(rows), true);
    }

    @Override
    public boolean replay(SampleSink sink) {
        try (RequestRows rows = RequestRows.open(file)) {
            for (RequestSample sample = rows.next(); sample != null; sample = rows.next()) {
                sink.accept(sample);
            }
            return rows.rows() == expected.orElse(rows.rows()) && (mayBeCutOff || !rows.isCutOff());
        } catch (IOException e) {
            return false;
        }
    }
}
