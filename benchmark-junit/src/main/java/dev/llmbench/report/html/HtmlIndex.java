package dev.llmbench.report.html;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Show;
import dev.llmbench.metric.Statistic;
import dev.llmbench.report.Comparison;
import dev.llmbench.report.Json;
import dev.llmbench.report.KeptSummary;
import dev.llmbench.report.OutputDirectory;
import dev.llmbench.report.ResultFiles;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A page that lists the load tests of a build, the newest run of each, with a link to its own page. */
public final class HtmlIndex {
    /** Its file's name. */
    public static final String FILE_NAME = "index.html";

    /** The class, the method and the invocation, and some room for nested directories of one's own. */
    private static final int DEEPEST = 6;

    private static final Statistic P95 = Statistic.percentile(95);

    private final List<Listed> runs;

    private HtmlIndex(List<Listed> runs) {
        this.runs = runs;
    }

    private record Listed(Path directory, boolean hasPage, KeptSummary summary, Optional<KeptSummary> before) {}

    /**
     * Writes {@value #FILE_NAME} anew from the summaries below a directory. Several JVMs may do so at once: each writes a
     * whole page, and the last one stays.
     *
     * @param root such as {@code target/llm-load}
     * @throws IOException if it cannot be written
     */
    public static void write(Path root) throws IOException {
        Path made = Files.createTempFile(root, "index", ".tmp");
        try {
            Files.writeString(made, new HtmlIndex(listed(root)).render());
            Files.move(made, root.resolve(FILE_NAME), StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(made);
        }
    }

    private static List<Listed> listed(Path root) throws IOException {
        try (Stream<Path> files = Files.find(
                root,
                DEEPEST,
                (file, attributes) -> attributes.isRegularFile() && file.endsWith(ResultFiles.SUMMARY_JSON))) {
            List<Listed> runs = new ArrayList<>();
            for (Path file : files.toList()) {
                Path directory = file.toAbsolutePath().getParent();
                if (directory != null && !OutputDirectory.isPrevious(directory)) {
                    Path relative = root.toAbsolutePath().relativize(directory);
                    KeptSummary.in(directory)
                            .ifPresent(summary -> runs.add(new Listed(
                                    relative,
                                    Files.exists(directory.resolve(ResultFiles.REPORT_HTML)),
                                    summary,
                                    KeptSummary.before(directory))));
                }
            }
            runs.sort(Comparator.comparing(run -> run.summary().text("test")));
            return runs;
        }
    }

    private String render() throws IOException {
        return HtmlPage.of("Load tests", text -> text, List.of(this::header, this::table), Json.object());
    }

    private void header(Markup page) {
        long failed = runs.stream().filter(run -> !isPass(run)).count();
        page.open("header", "id", "verdict", "class", "verdict " + (failed == 0 ? "pass" : "fail"));
        page.element("h1", "Load tests");
        page.element(
                        "p",
                        runs.size()
                                + (runs.size() == 1 ? " test, " : " tests, ")
                                + (failed == 0 ? "none failed by its budgets or its validity." : failed + " failed."),
                        "class",
                        "summary")
                .close();
    }

    private static boolean isPass(Listed run) {
        return run.summary().text("verdict").equals("pass");
    }

    private void table(Markup page) {
        page.open("section", "id", "tests").element("h2", "The last run of each");
        HtmlTable table = HtmlTable.ofFigures(
                page,
                "Load tests",
                List.of("Test", "Verdict", "Started", "ok", "errors", "req/s", "TTFT p95", "TPOT p95", "E2E p95"));
        for (Listed run : runs) {
            table.row(() -> name(page, run), cells(run));
        }
        table.close();
        page.element(
                "p",
                "In brackets: by how much it differs from the run before, which chance alone may have done; nothing where that had"
                        + " another endpoint, model, load or dataset. The page of a"
                        + " test says whether the intervals of both are apart.",
                "class",
                "note");
        page.close();
    }

    /** A page may be missing where it could not be written. */
    private static void name(Markup page, Listed run) {
        String test = run.summary().text("test");
        if (run.hasPage()) {
            page.element("a", test, "href", link(run));
        } else {
            page.text(test);
        }
    }

    private static List<String> cells(Listed run) {
        KeptSummary summary = run.summary();
        return List.of(
                (isPass(run) ? "✓ " : "✗ ") + summary.text("verdict").toUpperCase(Locale.ROOT),
                summary.text("started_at").replaceFirst("\\.\\d+", "").replace('T', ' '),
                String.format(Locale.ROOT, "%,d", summary.ok()),
                String.format(Locale.ROOT, "%,d", summary.errors()),
                shown(summary, Metric.REQUEST_THROUGHPUT, Statistic.VALUE),
                withChange(run, Metric.TTFT),
                withChange(run, Metric.TPOT),
                withChange(run, Metric.E2E));
    }

    private static String shown(KeptSummary summary, Metric metric, Statistic statistic) {
        OptionalDouble value = summary.value(metric, statistic);
        return value.isEmpty() ? "-" : Show.value(metric, value.getAsDouble());
    }

    private static String withChange(Listed run, Metric metric) {
        String now = shown(run.summary(), metric, P95);
        return run.before()
                .filter(before -> Comparison.of(before, run.summary()).unlike().isEmpty())
                .map(before -> Comparison.difference(
                        before.value(metric, P95), run.summary().value(metric, P95)))
                .filter(difference -> !difference.isEmpty())
                .map(difference -> now + " (" + difference + ")")
                .orElse(now);
    }

    /** Relative, so that the directory can be moved or published as a whole. */
    private static String link(Listed run) {
        return StreamSupport.stream(
                        run.directory().resolve(ResultFiles.REPORT_HTML).spliterator(), false)
                .map(name -> URLEncoder.encode(name.toString(), StandardCharsets.UTF_8)
                        .replace("+", "%20"))
                .collect(Collectors.joining("/"));
    }
}
