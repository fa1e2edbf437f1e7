package dev.llmbench.report.csv;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file that is written while the run goes on. Rows are buffered and go to the file whole, so that a killed JVM leaves
 * no half row but the one that it was writing. An I/O error does not end the run: the first one is kept, and nothing more
 * is written.
 */
abstract class CsvFile implements Closeable {
    private static final int FLUSH_AT = 64 * 1024;

    private final OutputStream out;
    private final CsvBuffer buffer = new CsvBuffer();
    private volatile @Nullable IOException failure;

    CsvFile(OutputStream out) {
        this.out = out;
    }

    /** Where rows are written; {@link #rowsEnded} follows. */
    final CsvBuffer buffer() {
        return buffer;
    }

    final void rowsEnded() {
        if (buffer.size() >= FLUSH_AT) {
            flush();
        }
    }

    /** Hands what is buffered to the file. To be called at least once a second, so that little is lost with the JVM. */
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

    /** The first I/O error; the file lacks rows from there on. May be asked by any thread. */
    public final Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    /** Flushes and closes the file; an error while doing so is kept like any other. */
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
