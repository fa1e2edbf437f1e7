package dev.llmbench.report.html;

import dev.llmbench.metric.Distribution;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.report.Figures;
import dev.llmbench.result.LoadResult;
import java.util.ArrayList;
import java.util.List;

/** Latencies of the whole run, in figures and as they are spread. */
final class LatencySection implements Section {
    private final LoadResult result;
    private final DistributionCharts charts;

    LatencySection(LoadResult result, DistributionCharts charts) {
        this.result = result;
        this.charts = charts;
    }

    @Override
    public void addTo(Markup page) {
        page.open("section", "id", "latency").element("h2", "Latency of the whole run");
        if (result.run().ok() == 0) {
            page.element("p", "No request ended ok, so there is no latency.");
        } else {
            table(page);
        }
        page.open("div", "class", "charts wide");
        charts.ofPercentiles().forEach(chart -> chart.addTo(page));
        page.close().open("div", "class", "charts small");
        charts.ofHistograms().forEach(chart -> chart.addTo(page));
        page.close().close();
    }

    private void table(Markup page) {
        List<String> headers = new ArrayList<>(List.of("Latency", "n"));
        Figures.STATISTICS.forEach(statistic -> headers.add(statistic.label()));
        HtmlTable table = HtmlTable.ofFigures(page, "Latencies of the whole run", headers);
        for (Metric metric : Figures.latencies(result.run())) {
            table.row(cells(metric, result.run().latency(metric)));
        }
        table.close();
    }

    private List<String> cells(Metric metric, Distribution latency) {
        List<String> cells = new ArrayList<>();
        cells.add(metric.label() + Figures.estimated(result, metric));
        cells.add(Figures.count(latency.count()));
        for (Statistic statistic : Figures.STATISTICS) {
            cells.add(Figures.time(latency, statistic).strip());
        }
        return cells;
    }
}
