package dev.llmbench.report.html;

import dev.llmbench.metric.Format;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.report.Mark;
import dev.llmbench.report.OverallVerdict;
import dev.llmbench.report.files.Comparison;
import dev.llmbench.report.files.KeptSummary;
import dev.llmbench.report.files.NotStarted;
import dev.llmbench.report.files.OutputDirectory;
import dev.llmbench.report.files.ResultFiles;
import dev.llmbench.report.json.RunJson;
import dev.llmbench.result.FigureComparison;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The page that lists the load tests of a build, with the latest run of each and a link to its report. */
public final class HtmlIndex {
    /** The name of its file. */
    public static final String FILE_NAME = "index.html";

    /** Deep enough for class, method and invocation, and for a user's own directories. */
    private static final int DEEPEST = 6;

    private static final Statistic P95 = Statistic.percentile(95);

    private final Path root;
    private final List<Listed> runs;

    private HtmlIndex(Path root, List<Listed> runs) {
        this.root = root;
        this.runs = runs;
    }

    /** The last run in a directory, a later attempt that did not start, or both. */
    private record Listed(
            Path directory,
            boolean hasPage,
            Optional<KeptSummary> summary,
            Optional<KeptSummary> before,
            Optional<NotStarted> refused) {

        String test() {
            return refused.map(NotStarted::test)
                    .or(() -> summary.map(run -> run.text("test")))
                    .orElse("");
        }

        /** Returns the verdict of the last run, unless a later attempt did not start. */
        Optional<OverallVerdict> verdict() {
            return refused.isPresent()
                    ? Optional.empty()
                    : summary.flatMap(run -> OverallVerdict.ofWord(run.text("verdict")));
        }

        Mark mark() {
            return verdict().map(OverallVerdict::mark).orElse(Mark.BAD);
        }
    }

    /**
     * Rewrites {@value #FILE_NAME} from the summaries below a directory. Several JVMs may do so at once: each writes a
     * complete page, and the last one wins.
     *
     * @param root the directory, such as {@code target/llm-load}
     * @throws IOException if it cannot be written
     */
    public static void write(Path root) throws IOException {
        Path made = Files.createTempFile(root, "index", ".tmp");
        try {
            Files.writeString(made, new HtmlIndex(root, listed(root)).render());
            Files.move(made, root.resolve(FILE_NAME), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(made);
        }
    }

    private static List<Listed> listed(Path root) throws IOException {
        return directories(root).stream()
                .filter(directory -> !OutputDirectory.isPrevious(directory))
                .map(directory -> new Listed(
                        root.relativize(directory),
                        Files.exists(directory.resolve(ResultFiles.REPORT_HTML)),
                        KeptSummary.in(directory),
                        KeptSummary.before(directory),
                        NotStarted.in(directory)))
                .filter(run -> run.summary().isPresent() || run.refused().isPresent())
                .sorted(Comparator.comparing(Listed::test))
                .toList();
    }

    /** Returns the directory and those below it, ignoring any that another JVM removes meanwhile. */
    private static List<Path> directories(Path root) throws IOException {
        List<Path> directories = new ArrayList<>();
        Files.walkFileTree(root, Set.of(), DEEPEST, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                directories.add(directory);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException gone) {
                return FileVisitResult.CONTINUE;
            }
        });
        return directories;
    }

    private String render() throws IOException {
        List<Chart> history = history();
        List<HtmlPage.Section> sections = new ArrayList<>(List.of(this::header, this::table));
        if (!history.isEmpty()) {
            sections.add(new Chart.Group("history", "Earlier runs", "", "", history));
        }
        return HtmlPage.of("Load tests", text -> text, sections, Chart.data(history));
    }

    private List<Chart> history() {
        List<Chart> charts = new ArrayList<>();
        for (Listed run : runs) {
            charts.addAll(HistoryCharts.of("history-" + charts.size(), run.test() + ": ", compared(run)));
        }
        return charts;
    }

    private List<FigureComparison> compared(Listed run) {
        if (run.summary().filter(KeptSummary::isCompared).isEmpty()) {
            return List.of();
        }
        try {
            Path file = root.resolve(run.directory()).resolve(ResultFiles.RUN_JSON);
            return RunJson.read(file).comparisons();
        } catch (IOException e) {
            // The test's own page already shows it.
            return List.of();
        }
    }

    private void header(Markup page) {
        long refused = runs.stream().filter(run -> run.refused().isPresent()).count();
        long failed = runs.stream().filter(run -> run.mark() != Mark.GOOD).count() - refused;
        Mark gravest =
                runs.stream().map(Listed::mark).max(Comparator.naturalOrder()).orElse(Mark.GOOD);
        page.open("header", "id", "verdict", "class", "verdict " + gravest.word());
        page.element("h1", "Load tests");
        page.element(
                        "p",
                        runs.size()
                                + (runs.size() == 1 ? " test, " : " tests, ")
                                + (failed == 0 ? "none failed" : failed + " failed")
                                + (refused == 0 ? "." : ", " + refused + " did not start."),
                        "class",
                        "summary")
                .close();
    }

    private void table(Markup page) {
        page.open("section", "id", "tests").element("h2", "The latest run of each test");
        HtmlTable table = HtmlTable.ofFigures(
                page,
                "Load tests",
                List.of("Test", "Started", "ok", "errors", "req/s", "TTFT p95", "TPOT p95", "E2E p95"));
        for (Listed run : runs) {
            table.row(() -> name(page, run), cells(run));
        }
        table.close();
        page.element(
                "p",
                "In parentheses: the difference from the previous run, which may be due to chance alone; left out if that run had"
                        + " a different endpoint, model, load or dataset. The page of a"
                        + " test shows whether the intervals of both runs overlap.",
                "class",
                "note");
        page.close();
    }

    /** The report may be missing if it could not be written. */
    private static void name(Markup page, Listed run) {
        page.element("span", verdict(run), "class", "chip " + run.mark().word());
        page.text(" ");
        if (run.hasPage() && run.refused().isEmpty()) {
            page.element("a", run.test(), "href", link(run));
        } else {
            page.text(run.test());
        }
        run.refused().ifPresent(refused -> {
            page.element("p", refused.reason(), "class", "note");
            if (run.hasPage()) {
                page.element("a", "The previous run", "href", link(run));
            }
        });
    }

    private static String verdict(Listed run) {
        return run.verdict()
                .map(verdict -> verdict.sign() + " " + verdict.name())
                .orElse(Mark.BAD.sign() + (run.refused().isPresent() ? " did not start" : " unknown"));
    }

    private static List<String> cells(Listed run) {
        return run.refused()
                .map(refused -> List.of(moment(refused.at()), "", "", "", "", "", ""))
                .or(() -> run.summary().map(summary -> cells(run, summary)))
                .orElse(List.of());
    }

    private static String moment(String instant) {
        return instant.replaceFirst("\\.\\d+", "").replace('T', ' ');
    }

    private static List<String> cells(Listed run, KeptSummary summary) {
        return List.of(
                moment(summary.text("started_at")),
                String.format(Locale.ROOT, "%,d", summary.ok()),
                String.format(Locale.ROOT, "%,d", summary.errors()),
                shown(summary, Metric.REQUEST_THROUGHPUT, Statistic.VALUE),
                withChange(run, summary, Metric.TTFT),
                withChange(run, summary, Metric.TPOT),
                withChange(run, summary, Metric.E2E));
    }

    private static String shown(KeptSummary summary, Metric metric, Statistic statistic) {
        OptionalDouble value = summary.value(metric, statistic);
        return value.isEmpty() ? "-" : Format.value(metric, value.getAsDouble());
    }

    private static String withChange(Listed run, KeptSummary summary, Metric metric) {
        String now = shown(summary, metric, P95);
        return run.before()
                .filter(before -> Comparison.of(before, summary).unlike().isEmpty())
                .map(before -> Comparison.difference(before.value(metric, P95), summary.value(metric, P95)))
                .filter(difference -> !difference.isEmpty())
                .map(difference -> now + " (" + difference + ")")
                .orElse(now);
    }

    /** Returns a relative link, so that the directory can be moved or published as a whole. */
    private static String link(Listed run) {
        return StreamSupport.stream(
                        run.directory().resolve(ResultFiles.REPORT_HTML).spliterator(), false)
                .map(name -> URLEncoder.encode(name.toString(), StandardCharsets.UTF_8)
                        .replace("+", "%20"))
                .collect(Collectors.joining("/"));
    }
}
