package dev.llmbench.report.html;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.report.Figures;
import dev.llmbench.report.LoadLine;
import dev.llmbench.result.Breakpoint;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.Measurement;
import java.util.ArrayList;
import java.util.List;

/** Shows the run stage by stage and, if the load searched for a breakpoint, level by level. */
final class StagesSection implements HtmlPage.Section {
    private static final Statistic P50 = Statistic.percentile(50);
    private static final Statistic P95 = Statistic.percentile(95);
    private static final Statistic P99 = Statistic.percentile(99);

    private final LoadResult result;
    private final boolean open;

    StagesSection(LoadResult result) {
        this.result = result;
        this.open = result.plan().load().model().isOpen();
    }

    @Override
    public void addTo(Markup page) {
        page.open("section", "id", "stages").element("h2", "Stage by stage");
        HtmlTable table = HtmlTable.ofFigures(page, "Stages", headers());
        List<String> loads = LoadLine.stages(result.plan().load());
        for (int i = 0; i < result.stages().size(); i++) {
            Measurement stage = result.stages().get(i);
            // A jump has no duration in which anything could be measured.
            if (!stage.scope().length().isZero()) {
                table.row(cells((i + 1) + ": " + loads.get(i), stage));
            }
        }
        table.close();
        result.breakpoint().ifPresent(found -> levels(page, found));
        page.close();
    }

    private List<String> headers() {
        List<String> headers = new ArrayList<>(
                List.of("Stage", "ok", "errors", "error rate", "req/s", "tok/s", "TTFT p50", "TTFT p95", "TTFT p99"));
        if (open) {
            headers.add("TTFT p95 from schedule");
        }
        headers.addAll(List.of("TPOT p95" + Figures.estimated(result, Metric.TPOT), "E2E p95"));
        if (!result.plan().goodput().isEmpty()) {
            headers.add("good");
        }
        return headers;
    }

    private List<String> cells(String name, Measurement stage) {
        List<String> cells = new ArrayList<>(List.of(
                name,
                Figures.count(stage.ok()),
                Figures.count(stage.errors()),
                Figures.share(stage.errorRate()),
                Figures.rate(stage, Metric.REQUEST_THROUGHPUT),
                Figures.rate(stage, Metric.OUTPUT_TOKEN_THROUGHPUT),
                HtmlTable.time(stage, Metric.TTFT, P50),
                HtmlTable.time(stage, Metric.TTFT, P95),
                HtmlTable.time(stage, Metric.TTFT, P99)));
        if (open) {
            cells.add(HtmlTable.time(stage, Metric.TTFT_FROM_SCHEDULE, P95));
        }
        cells.add(HtmlTable.time(stage, Metric.TPOT, P95));
        cells.add(HtmlTable.time(stage, Metric.E2E, P95));
        if (!result.plan().goodput().isEmpty()) {
            cells.add(Figures.share(stage.value(Metric.GOOD_FRACTION, Statistic.VALUE)));
        }
        return cells;
    }

    private static void levels(Markup page, Breakpoint found) {
        page.element("h3", "Levels tried");
        page.element("p", "The load " + found.inWords() + ".");
        HtmlTable table = HtmlTable.ofWords(
                page, "Levels tried", List.of("Level", "From", "To", "Finding", "What was over its limit"));
        for (Breakpoint.Level level : found.levels()) {
            table.row(List.of(
                    found.shown(level.level()),
                    Clock.of(level.from()),
                    Clock.of(level.to()),
                    switch (level.finding()) {
                        case HELD -> "✓ held";
                        case BROKE -> "✗ broke";
                        case UNTOLD -> level.cause().isEmpty() ? "? too few requests to tell" : "? unknown";
                    },
                    level.cause()));
        }
        table.close();
    }
}
