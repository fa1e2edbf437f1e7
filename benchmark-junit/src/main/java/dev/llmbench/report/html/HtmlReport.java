package dev.llmbench.report.html;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmbench.report.files.ResultFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The HTML report of a run. */
public final class HtmlReport {
    private static final int AFTER_BUDGETS = 2;

    private final ReportedRun run;
    private final TimeCharts time;
    private final DistributionCharts spread;

    private HtmlReport(ReportedRun run) {
        this.run = run;
        this.time = new TimeCharts(run.result());
        this.spread = new DistributionCharts(run.result());
    }

    /**
     * Writes {@value ResultFiles#REPORT_HTML}: a single file that loads nothing. It contains no secrets of the run's
     * target, and text from prompts and servers is never interpreted as HTML.
     *
     * @param directory an existing directory
     * @throws IOException if it cannot be written
     */
    public static void write(Path directory, ReportedRun run) throws IOException {
        Files.writeString(directory.resolve(ResultFiles.REPORT_HTML), render(run));
    }

    /**
     * Renders the page.
     *
     * @throws IOException if the script or styles are not on the class path
     */
    public static String render(ReportedRun run) throws IOException {
        return new HtmlReport(run).render();
    }

    private String render() throws IOException {
        List<Chart> generator = time.ofGenerator();
        List<Chart> load = time.ofLoad();
        List<Chart> latencies = time.ofLatencies();
        List<Chart> errors = time.ofErrors();
        List<Chart> pairs = PairCharts.of(run.result().comparisons().all());
        List<Chart> history = HistoryCharts.of(run.result().comparisons().all());
        List<HtmlPage.Section> sections = new ArrayList<>(List.of(
                new VerdictSection(run),
                new BudgetsSection(run),
                new GeneratorSection(run.result(), generator),
                new Chart.Group("load", "Load and throughput", time.legend(), "", load),
                new Chart.Group(
                        "latency-over-time",
                        "Latency over time",
                        "",
                        "No request ended ok, so there is no latency.",
                        latencies),
                new ErrorsSection(run.result(), run.notable().errors(), errors),
                new LatencySection(run.result(), spread),
                new StagesSection(run.result()),
                new TurnsSection(run.result()),
                new ArmsSection(run.result(), pairs),
                new ComparisonSection(run.result()),
                new RequestsSection(run, spread),
                new EnvironmentSection(run)));
        if (!history.isEmpty()) {
            sections.add(AFTER_BUDGETS, new Chart.Group("history", "Earlier runs", "", "", history));
        }
        List<Chart> all = new ArrayList<>();
        Stream.of(
                        history,
                        pairs,
                        generator,
                        load,
                        latencies,
                        errors,
                        spread.ofPercentiles(),
                        spread.ofHistograms(),
                        spread.ofScatter(run.notable().scatter()))
                .forEach(all::addAll);
        return HtmlPage.of(run.result().plan().test(), run.result().plan().secrets()::maskedIn, sections, data(all));
    }

    private ObjectNode data(List<Chart> charts) {
        ObjectNode json = Chart.data(charts);
        json.set("time", time.axis());
        return json;
    }
}
