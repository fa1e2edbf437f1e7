package dev.llmbench.report.html;

import dev.llmbench.metric.Distribution;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.report.Figures;
import dev.llmbench.result.LoadResult;
import java.util.ArrayList;
import java.util.List;

/** Shows latencies of the whole run, as figures and as distributions. */
final class LatencySection implements HtmlPage.Section {
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
            legend(page);
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

    /** Explains each metric, with its names in other tools. */
    private void legend(Markup page) {
        page.open("details", "class", "fold").element("summary", "What these latencies are");
        page.open("dl", "class", "fields");
        Figures.latencies(result.run()).forEach(metric -> page.field(metric.label(), meaning(metric)));
        page.close();
        page.close();
    }

    private static String meaning(Metric metric) {
        return switch (metric) {
            case TTFT -> "time to first token: from the first byte of the request sent to the first token";
            case TTFT_FROM_SCHEDULE -> "the same from when the plan wanted the request to start";
            case TTFO -> "from the first byte sent to the first output other than reasoning";
            case TPOT -> "time per output token after the first (AIPerf, GuideLLM: ITL)";
            case CHUNK_GAP -> "each gap between two events with output (vLLM: ITL)";
            case E2E -> "from the first byte sent to the end of the response (k6: http_req_duration)";
            case E2E_FROM_SCHEDULE -> "the same from when the plan wanted the request to start";
            case WAITING ->
                "from the first byte sent to the response head, or to the first byte of a document that is not streamed"
                        + " (k6: http_req_waiting; elsewhere TTFB; here in files and budgets: waiting)";
            case CONNECT -> "DNS, TCP and TLS, for requests that opened a connection";
            case DISPATCH_LAG -> "the generator's own delay before the first byte was sent";
            default -> throw new IllegalArgumentException(metric + " is not a latency");
        };
    }

    private List<String> cells(Metric metric, Distribution latency) {
        List<String> cells = new ArrayList<>();
        cells.add(metric.label() + Figures.estimated(result, metric));
        cells.add(Figures.count(latency.count()));
        for (Statistic statistic : Figures.STATISTICS) {
            cells.add(HtmlTable.time(latency, statistic));
        }
        return cells;
    }
}
