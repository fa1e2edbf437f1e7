package dev.llmbench.report.csv;

import dev.llmbench.plan.Secrets;
import dev.llmbench.plan.Target;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.SampleSink;
import dev.llmbench.sample.SampleSource;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * Writes a row for each request while the run goes on: RFC 4180 with CRLF line ends, UTF-8, the header first. Rows are
 * buffered and go to the file whole, so that a killed JVM leaves no half row but the one that it was writing. An I/O error
 * does not end the run: the first one is kept, nothing more is written, and {@link #failure()} returns it.
 *
 * <p>Fed, flushed and closed by one thread; {@link #failure()} may be asked by any.
 *
 * <pre>{@code
 * List<RequestSample> samples = new ArrayList<>();
 * boolean complete = RequestsCsv.reader(Path.of("requests.csv")).replay(samples::add);
 * }</pre>
 */
public final class RequestsCsv extends CsvFile implements SampleSink {
    /** The file's name in the output directory. */
    public static final String FILE_NAME = "requests.csv";

    private final Path file;
    private final Secrets secrets;
    private long rows;

    RequestsCsv(Path file, OutputStream out, Target target) {
        super(out);
        this.file = file;
        this.secrets = target.secrets();
        Column.writeHeader(buffer());
    }

    /**
     * Starts the file afresh and writes its header.
     *
     * @param file where the rows go
     * @param target its secrets are masked in whatever a server sent back
     * @throws IOException if the file cannot be made, or not even its header fits
     */
    public static RequestsCsv create(Path file, Target target) throws IOException {
        RequestsCsv csv = new RequestsCsv(file, Files.newOutputStream(file), target);
        csv.flush();
        if (csv.failure().isPresent()) {
            csv.close();
            throw csv.failure().get();
        }
        return csv;
    }

    /**
     * The samples in such a file, read in constant memory each time. The gaps between chunks are not in it, only the
     * largest is. Replay returns false where the file is missing, is no such file or ends within a row.
     */
    public static SampleSource reader(Path file) {
        return new CsvReplay(file, OptionalLong.empty());
    }

    /**
     * The samples that were written, to be asked when the file is closed. Replay returns false where the file lacks one
     * of them, after a write error for instance, or is not the same any more.
     */
    public SampleSource samples() {
        return sink -> failure().isEmpty() && new CsvReplay(file, OptionalLong.of(rows)).replay(sink);
    }

    /** The meaning of the columns in Markdown: the text of {@code requests.csv.md}. */
    public static String legend() {
        StringBuilder text = new StringBuilder("""
                # requests.csv

                One row for each request, written when it ends. RFC 4180 with CRLF line ends, UTF-8, the header first.
                A moment is in milliseconds from the start of the run and a length in milliseconds, both with three
                decimals; a cell is empty where there is none. Text is on one line; an apostrophe before text that
                starts with `=`, `+`, `-` or `@` keeps spreadsheets from running it. The chunk-gap histograms and the
                plan are in `run.json`.

                | column | kind | meaning |
                |---|---|---|
                """);
        for (Column column : Column.values()) {
            text.append("| `" + column.header() + "` | " + column.kind() + " | " + column.meaning() + " |\n");
        }
        return text.toString();
    }

    @Override
    public void accept(RequestSample sample) {
        if (failure().isPresent()) {
            return;
        }
        Column.writeRow(buffer(), masked(sample));
        rows++;
        rowsEnded();
    }

    /** What a server sent back may repeat a secret. */
    private RequestSample masked(RequestSample s) {
        String finishReason = s.finishReason() == null ? null : secrets.maskedIn(s.finishReason());
        String error = s.error() == null ? null : secrets.maskedIn(s.error());
        if (Objects.equals(finishReason, s.finishReason()) && Objects.equals(error, s.error())) {
            return s;
        }
        return s.toBuilder().finishReason(finishReason).error(error).build();
    }

    /** Rows taken so far, without the header. */
    public long rows() {
        return rows;
    }
}
