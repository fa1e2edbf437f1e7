package dev.llmbench.report.csv;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import dev.llmbench.sample.RequestSample;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the requests in a CSV file, gzipped or not, one by one and in constant memory. An incomplete last line, left by
 * a killed JVM, is ignored, and {@link #isCutOff()} then returns true.
 */
public final class RequestRows implements Closeable {
    private static final int BUFFER = 64 * 1024;
    private static final int[] GZIP = {0x1f, 0x8b};
    private static final int LONGEST_CELL = 100_000;
    private static final ObjectReader CSV = new CsvMapper(CsvFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(LONGEST_CELL)
                            .build())
                    .build())
            .readerFor(String[].class)
            .with(CsvParser.Feature.WRAP_AS_ARRAY);

    private final Path file;
    private final MappingIterator<String[]> lines;
    private final Input input;
    private final SampleRow.Header header;
    private long line = 1;
    private long rows;
    private boolean cutOff;

    private RequestRows(Path file, Reader in) throws IOException {
        this.file = file;
        this.input = new Input(in);
        this.lines = CSV.readValues(input);
        this.header = header();
    }

    /**
     * Opens the file and reads its header.
     *
     * @throws IOException if it cannot be read or is not such a file; the message says why
     */
    public static RequestRows open(Path file) throws IOException {
        InputStream bytes = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        try {
            InputStream plain = isGzip(bytes) ? new GZIPInputStream(bytes, BUFFER) : bytes;
            return new RequestRows(file, new InputStreamReader(plain, StandardCharsets.UTF_8));
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

    private SampleRow.Header header() throws IOException {
        try {
            List<String> names = cells();
            if (isCutOff()) {
                throw new IOException("its first line is incomplete");
            }
            return SampleRow.Header.of(names == null ? List.of() : names);
        } catch (IOException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Returns the next request, or null after the last.
     *
     * @throws IOException if the file cannot be read, or a line is not a request; the message names the line
     */
    @Nullable
    public RequestSample next() throws IOException {
        List<String> cells;
        try {
            cells = cells();
        } catch (IOException e) {
            throw new IOException(file + ", after line " + line + ": " + e.getMessage(), e);
        }
        if (cells == null) {
            return null;
        }
        if (cells.size() != header.size()) {
            throw wrong(cells.size() + " cells, but the first line has " + header.size(), null);
        }
        try {
            RequestSample sample = new SampleRow(header, cells).sample();
            rows++;
            return sample;
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()), e);
        }
    }

    /** Returns the cells of the next line; null after the last line, or if the file ends within one. */
    private @Nullable List<String> cells() throws IOException {
        try {
            if (!lines.hasNextValue()) {
                return null;
            }
            line = lines.getParser().currentLocation().getLineNr();
            List<String> cells = List.of(lines.nextValue());
            if (lines.hasNextValue() || input.endsLine) {
                return cells;
            }
        } catch (JsonProcessingException e) {
            if (!input.ended) {
                throw new IOException("Not CSV: " + e.getOriginalMessage(), e);
            }
        }
        cutOff = true;
        return null;
    }

    public IOException wrong(String what, @Nullable Throwable cause) {
        return new IOException(file + ", line " + line + ": " + what, cause);
    }

    /** Returns the number of requests that were read. */
    public long rows() {
        return rows;
    }

    /** Returns whether the file ended within a line, once all requests were read. */
    public boolean isCutOff() {
        return cutOff || input.cutOff;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    /** Records how the text ends. A truncated gzip file ends where its data end. */
    private static final class Input extends FilterReader {
        private boolean endsLine = true;
        private boolean ended;
        private boolean cutOff;

        Input(Reader in) {
            super(in);
        }

        @Override
        public int read(char[] buffer, int from, int length) throws IOException {
            int count = readSome(buffer, from, length);
            if (count > 0) {
                endsLine = buffer[from + count - 1] == '\n';
            }
            ended = count < 0;
            return count;
        }

        private int readSome(char[] buffer, int from, int length) throws IOException {
            try {
                return super.read(buffer, from, length);
            } catch (EOFException e) {
                cutOff = true;
                return -1;
            }
        }
    }
}
