package dev.llmbench.report.csv;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file that is written during the run. Rows are buffered and written as a whole, so that a killed JVM leaves at
 * most one incomplete row. An I/O error does not end the run: the first one is remembered, and nothing more is written.
 */
abstract class CsvFile implements Closeable {
    private static final int FLUSH_AT = 64 * 1024;

    private final OutputStream out;
    private final CsvBuffer buffer = new CsvBuffer();
    private volatile @Nullable IOException failure;

    CsvFile(OutputStream out) {
        this.out = out;
    }

    /** Returns the buffer to write rows to. {@link #rowsEnded} must be called afterwards. */
    final CsvBuffer buffer() {
        return buffer;
    }

    final void rowsEnded() {
        if (buffer.size() >= FLUSH_AT) {
            flush();
        }
    }

    /** Writes the buffer to the file. Must be called at least once a second, so that a killed JVM loses little. */
    public final void flush() {
        if (failure == null && buffer.size() > 0) {
            write();
        }
        buffer.clear();
    }

    private void write() {
        try {
            buffer.writeTo(out);
            out.flush();
        } catch (IOException e) {
            failure = e;
        }
    }

    /** Returns the first I/O error, after which rows are missing. May be called by any thread. */
    public final Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    /** Flushes and closes the file. An error is remembered like any other. */
    @Override
    public final void close() {
        flush();
        try {
            out.close();
        } catch (IOException e) {
            failure = failure == null ? e : failure;
        }
    }
}
