package dev.llmbench.report.files;

import dev.llmbench.report.Masking;
import dev.llmbench.report.VerdictLine;
import dev.llmbench.report.csv.RequestsCsv;
import dev.llmbench.report.json.JsonFormat;
import dev.llmbench.report.json.RunJson;
import dev.llmbench.report.json.SummaryJson;
import dev.llmbench.report.markdown.MarkdownSummary;
import dev.llmbench.result.LoadResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files that are written next to {@link RequestsCsv requests.csv} when a run is over. None of them contains a secret. */
public final class ResultFiles {
    /** The plan, the facts and everything else that rows cannot contain. */
    public static final String RUN_JSON = "run.json";

    /** Every figure of the result, for machines. */
    public static final String SUMMARY_JSON = "summary.json";

    /** The HTML report, see {@code HtmlReport}. */
    public static final String REPORT_HTML = "report.html";

    /** A short summary of the run, for a page of a CI system. */
    public static final String SUMMARY_MD = "summary.md";

    /** The meaning of the columns of requests.csv. */
    public static final String LEGEND = RequestsCsv.FILE_NAME + ".md";

    private ResultFiles() {}

    /**
     * Writes {@value #RUN_JSON}, {@value #SUMMARY_JSON}, {@value #SUMMARY_MD} and {@value #LEGEND}.
     *
     * @param directory an existing directory
     * @param result the result of the run
     * @param verdicts the verdicts on its budgets
     * @throws IOException if a file cannot be written; the others are written, and the message names each failed file and the cause
     */
    public static void write(Path directory, LoadResult result, List<VerdictLine> verdicts) throws IOException {
        Masking masking = new Masking(result.plan().target());
        List<String> failed = new ArrayList<>();
        write(
                directory.resolve(RUN_JSON),
                JsonFormat.text(masking.in(RunJson.of(result).tree())),
                failed);
        write(directory.resolve(SUMMARY_JSON), JsonFormat.text(masking.in(SummaryJson.of(result, verdicts))), failed);
        write(directory.resolve(SUMMARY_MD), MarkdownSummary.of(result, verdicts), failed);
        write(
                directory.resolve(LEGEND),
                RequestsCsv.legend(result.plan().against().isPresent()),
                failed);
        if (!failed.isEmpty()) {
            throw new IOException(String.join("; ", failed));
        }
    }

    /** Returns the content of {@value #SUMMARY_JSON}. */
    public static String summary(LoadResult result, List<VerdictLine> verdicts) {
        return JsonFormat.text(new Masking(result.plan().target()).in(SummaryJson.of(result, verdicts)));
    }

    private static void write(Path file, String text, List<String> failed) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            failed.add(file + " is incomplete: " + e);
        }
    }
}
