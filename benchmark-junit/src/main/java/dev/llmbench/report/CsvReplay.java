package dev.llmbench.report;

import dev.llmbench.metric.RequestSample;
import dev.llmbench.metric.SampleSink;
import dev.llmbench.metric.SampleSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Reads requests.csv back to the samples that it was written from. */
final class CsvReplay implements SampleSource {
    private final Path file;
    private final OptionalLong expected;
    private final boolean mayBeCutOff;

    /** With the number of rows that make the file complete, where it is known. */
    CsvReplay(Path file, OptionalLong expected) {
        this(file, expected, false);
    }

    private CsvReplay(Path file, OptionalLong expected, boolean mayBeCutOff) {
        this.file = file;
        this.expected = expected;
        this.mayBeCutOff = mayBeCutOff;
    }

    /** The rows that were read before, whatever else the file's end holds. */
    static CsvReplay again(Path file, long rows) {
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
