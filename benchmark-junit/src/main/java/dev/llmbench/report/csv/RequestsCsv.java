package dev.llmbench.report.csv;

import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.Secrets;
import dev.llmbench.plan.Target;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.SampleSink;
import dev.llmbench.sample.SampleSource;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * Writes a row for each request during the run: RFC 4180 with CRLF line ends, UTF-8, with a header. Rows are buffered
 * and written as a whole, so that a killed JVM leaves at most one incomplete row. An I/O error does not end the run:
 * nothing more is written, and {@link #failure()} returns the first error.
 *
 * <p>Used, flushed and closed by one thread; {@link #failure()} may be called by any.
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
    private final List<Column> columns;
    private long rows;

    RequestsCsv(Path file, OutputStream out, Target target) {
        this(file, out, target.secrets(), false);
    }

    private RequestsCsv(Path file, OutputStream out, Secrets secrets, boolean twoEndpoints) {
        super(out);
        this.file = file;
        this.secrets = secrets;
        this.columns = Column.of(twoEndpoints);
        columns.forEach(column -> buffer().text(column.header()));
        buffer().endRow();
    }

    /**
     * Creates or overwrites the file and writes its header.
     *
     * @param file the file
     * @param target the target, whose secrets are masked in everything that a server sent back
     * @throws IOException if the file cannot be created, or its header cannot be written
     */
    public static RequestsCsv create(Path file, Target target) throws IOException {
        return begun(new RequestsCsv(file, Files.newOutputStream(file), target));
    }

    /**
     * Creates the file of a run, which names the endpoint of each request if the run has two.
     *
     * @param plan the plan, whose secrets are masked in everything that a server sent back
     * @throws IOException if the file cannot be created, or its header cannot be written
     */
    public static RequestsCsv create(Path file, LoadPlan plan) throws IOException {
        return begun(new RequestsCsv(
                file,
                Files.newOutputStream(file),
                plan.secrets(),
                plan.against().isPresent()));
    }

    private static RequestsCsv begun(RequestsCsv csv) throws IOException {
        csv.flush();
        if (csv.failure().isPresent()) {
            csv.close();
            throw csv.failure().get();
        }
        return csv;
    }

    /**
     * Returns the samples in such a file, read in constant memory each time. The file only contains the largest gap
     * between chunks of each request. Replay returns false if the file is missing, has another format or ends within a
     * row.
     */
    public static SampleSource reader(Path file) {
        return new CsvReplay(file, OptionalLong.empty());
    }

    /**
     * Returns the samples that were written. Must be called after the file was closed. Replay returns false if the file
     * lacks some of them, for instance after a write error, or has changed.
     */
    public SampleSource samples() {
        return sink -> failure().isEmpty() && new CsvReplay(file, OptionalLong.of(rows)).replay(sink);
    }

    /**
     * Returns an explanation of the columns in Markdown: the text of {@code requests.csv.md}.
     *
     * @param twoEndpoints whether the run compares two endpoints
     */
    public static String legend(boolean twoEndpoints) {
        StringBuilder text = new StringBuilder("""
                # requests.csv

                One row for each request, written when it ends. RFC 4180 with CRLF line ends, UTF-8, with a header.
                A moment is in milliseconds since the start of the run and a length in milliseconds, both with three
                decimals; a cell is empty if there is no value. Text is on one line; an apostrophe before text that
                starts with `=`, `+`, `-` or `@` prevents spreadsheets from running it. The chunk gap histograms and the
                plan are in `run.json`.

                | column | kind | meaning |
                |---|---|---|
                """);
        for (Column column : Column.of(twoEndpoints)) {
            text.append("| `" + column.header() + "` | " + column.kind() + " | " + column.meaning() + " |\n");
        }
        return text.toString();
    }

    @Override
    public void accept(RequestSample sample) {
        if (failure().isPresent()) {
            return;
        }
        RequestSample shown = masked(sample);
        columns.forEach(column -> column.write(buffer(), shown));
        buffer().endRow();
        rows++;
        rowsEnded();
    }

    /** Masks what a server sent back, since it may repeat a secret. */
    private RequestSample masked(RequestSample s) {
        String finishReason = s.finishReason() == null ? null : secrets.maskedIn(s.finishReason());
        String error = s.error() == null ? null : secrets.maskedIn(s.error());
        if (Objects.equals(finishReason, s.finishReason()) && Objects.equals(error, s.error())) {
            return s;
        }
        return s.toBuilder().finishReason(finishReason).error(error).build();
    }

    /** Returns the number of rows so far, without the header. */
    public long rows() {
        return rows;
    }
}
