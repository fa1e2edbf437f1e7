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

    /** Creates a replay of a file that is complete if it has the given number of rows. The number may be unknown. */
    CsvReplay(Path file, OptionalLong expected) {
        this(file, expected, false);
    }

    private CsvReplay(Path file, OptionalLong expected, boolean mayBeCutOff) {
        this.file = file;
        this.expected = expected;
        this.mayBeCutOff = mayBeCutOff;
    }

    /** Returns a replay of the given number of rows, which ignores the rest. */
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
