package dev.llmbench.report.html;

import dev.llmbench.metric.Format;
import dev.llmbench.report.Figures;
import dev.llmbench.result.GeneratorLine;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.WorkerFacts;
import dev.llmbench.result.WorkerLine;
import java.time.Duration;
import java.util.List;

/** Shows whether the load was offered as planned, and the health of the load generator. */
final class GeneratorSection implements HtmlPage.Section {
    private static final List<String> COLUMNS = List.of(
            "Worker",
            "cores",
            "sent",
            "without a row",
            "dropped",
            "in flight",
            "lag p99",
            "longest stall",
            "CPU",
            "clock error",
            "drift",
            "end");

    private final LoadResult result;
    private final List<Chart> charts;

    GeneratorSection(LoadResult result, List<Chart> charts) {
        this.result = result;
        this.charts = charts;
    }

    @Override
    public void addTo(Markup page) {
        boolean valid = result.validity().isValid();
        page.open("section", "id", "validity").element("h2", "Validity and generator health");
        page.open("p");
        page.open("span", "class", "chip " + (valid ? "good" : "bad"));
        page.element("span", valid ? "✓" : "!", "aria-hidden", "true")
                .text(valid ? " VALID" : " INVALID")
                .close();
        page.text(" "
                + (valid
                        ? "The load was offered as planned. Each verdict allows for what the generator may have added to a latency. "
                        : "")
                + "Generator: " + GeneratorLine.of(result) + ".");
        page.close();
        result.validity().causes().forEach(cause -> page.element("p", cause + "."));
        workers(page);
        if (!charts.isEmpty()) {
            boolean fine = valid && result.generatorHint().isEmpty();
            page.open("details", fine ? new String[] {"class", "fold"} : new String[] {"class", "fold", "open", ""});
            page.element("summary", "The generator's delays over time");
            charts.forEach(chart -> chart.addTo(page));
            page.close();
        }
        page.close();
    }

    private void workers(Markup page) {
        List<WorkerFacts> workers = result.facts().workers();
        if (workers.isEmpty()) {
            return;
        }
        page.element("p", "Workers: " + WorkerLine.together(result.facts()) + ".");
        HtmlTable table = HtmlTable.ofFigures(page, "Workers", COLUMNS);
        for (WorkerFacts worker : workers) {
            table.row(List.of(
                    worker.number() + " (" + worker.host() + ")",
                    String.valueOf(worker.processors()),
                    Figures.count(worker.sent()),
                    Figures.count(worker.rowless()),
                    Figures.count(worker.dropped()),
                    Figures.count(worker.peakInFlight()),
                    worker.lagP99().isPresent() ? Format.micros(worker.lagP99().getAsDouble()) : "-",
                    time(worker.longestStall()),
                    Figures.share(worker.generator().cpuShare()),
                    time(worker.clockError()),
                    time(worker.drift()),
                    worker.end().orElse("done")));
        }
        table.close();
    }

    private static String time(Duration length) {
        return Format.micros(length.toNanos() / 1e3);
    }
}
