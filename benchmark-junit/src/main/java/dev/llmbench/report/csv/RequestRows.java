package dev.llmbench.report.csv;

import dev.llmbench.sample.RequestSample;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The requests in a CSV, one after the other, in constant memory; compressed by gzip or not. A last line that is cut off, as
 * by a JVM that was killed, is the end, and {@link #isCutOff()} tells of it.
 */
public final class RequestRows implements Closeable {
    private static final int BUFFER = 64 * 1024;
    private static final int[] GZIP = {0x1f, 0x8b};

    private final Path file;
    private final BufferedReader in;
    private final CsvReader reader;
    private final CsvHeader header;
    private long rows;
    private boolean cutOff;

    private RequestRows(Path file, BufferedReader in) throws IOException {
        this.file = file;
        this.in = in;
        this.reader = new CsvReader(in);
        this.header = header();
    }

    /**
     * Opens the file and reads its header.
     *
     * @throws IOException if it cannot be read or is nothing of the kind; the message says why
     */
    public static RequestRows open(Path file) throws IOException {
        InputStream bytes = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        try {
            InputStream plain = isGzip(bytes) ? new GZIPInputStream(bytes, BUFFER) : bytes;
            return new RequestRows(
                    file, new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8), BUFFER));
        } catch (IOException | RuntimeException | Error e) {
            bytes.close();
            throw e;
        }
    }

    private static boolean isGzip(InputStream bytes) throws IOException {
        bytes.mark(GZIP.length);
        boolean gzip = bytes.read() == GZIP[0] && bytes.read() == GZIP[1];
        bytes.reset();
        return gzip;
    }

    private CsvHeader header() throws IOException {
        try {
            List<String> names = reader.next();
            return CsvHeader.of(names == null ? List.of() : names);
        } catch (EOFException e) {
            throw new IOException(file + ": its first line is cut off", e);
        } catch (IOException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * The next request, null after the last.
     *
     * @throws IOException if the file cannot be read, or a line is none of a request; the message names the line
     */
    @Nullable
    public RequestSample next() throws IOException {
        List<String> cells;
        try {
            cells = reader.next();
        } catch (EOFException e) {
            cutOff = true;
            return null;
        } catch (IOException e) {
            throw new IOException(file + ", after line " + reader.line() + ": " + e.getMessage(), e);
        }
        if (cells == null) {
            return null;
        }
        if (cells.size() != header.size()) {
            throw wrong(cells.size() + " cells, where the first line has " + header.size(), null);
        }
        try {
            RequestSample sample = new SampleRow(header, cells).sample();
            rows++;
            return sample;
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()), e);
        }
    }

    public IOException wrong(String what, @Nullable Throwable cause) {
        return new IOException(file + ", line " + reader.line() + ": " + what, cause);
    }

    /** How many requests were read. */
    public long rows() {
        return rows;
    }

    /** Whether the file ended within a line, once all were read. */
    public boolean isCutOff() {
        return cutOff;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
