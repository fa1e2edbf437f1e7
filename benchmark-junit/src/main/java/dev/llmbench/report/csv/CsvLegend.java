package dev.llmbench.report.csv;

/** The text of {@code requests.csv.md}: one line for each column. */
public final class CsvLegend {
    private CsvLegend() {}

    public static String markdown() {
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
}
