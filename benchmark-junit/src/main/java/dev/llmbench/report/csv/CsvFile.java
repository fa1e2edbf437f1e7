package dev.llmbench.report.csv;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file of rows that goes on growing while the run does. Rows are buffered and go to the file whole, so that a killed JVM
 * leaves no half row, but for one that it was writing at that moment. An I/O error does not end the run: the first one is kept, and nothing more is written.
 */
final class CsvFile implements Closeable {
    private static final int FLUSH_AT = 64 * 1024;

    private final OutputStream out;
    private final CsvBuffer buffer = new CsvBuffer();
    private volatile @Nullable IOException failure;

    CsvFile(OutputStream out) {
        this.out = out;
    }

    /** Where rows are written; {@link #rowsEnded} follows. */
    CsvBuffer rows() {
        return buffer;
    }

    void rowsEnded() {
        if (buffer.size() >= FLUSH_AT) {
            flush();
        }
    }

    void flush() {
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

    /** The first I/O error; may be asked by any thread. */
    Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public void close() {
        flush();
        try {
            out.close();
        } catch (IOException e) {
            failure = failure == null ? e : failure;
        }
    }
}
