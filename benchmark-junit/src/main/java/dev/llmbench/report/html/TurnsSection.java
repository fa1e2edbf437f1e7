package dev.llmbench.report.html;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.report.Figures;
import dev.llmbench.report.RunLines;
import dev.llmbench.result.Conversations;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.Measurement;
import java.util.List;

/** Shows the conversations turn by turn. Empty if the test has none. */
final class TurnsSection implements HtmlPage.Section {
    private static final Statistic P50 = Statistic.percentile(50);
    private static final Statistic P95 = Statistic.percentile(95);

    private final LoadResult result;

    TurnsSection(LoadResult result) {
        this.result = result;
    }

    @Override
    public void addTo(Markup page) {
        result.conversations().ifPresent(conversations -> addTo(page, conversations));
    }

    private void addTo(Markup page, Conversations conversations) {
        page.open("section", "id", "turns").element("h2", "Turn by turn");
        page.element("p", "Conversations: " + RunLines.conversations(conversations) + ".");
        HtmlTable table = HtmlTable.ofFigures(
                page,
                "Turns",
                List.of(
                        "Turn",
                        "ok",
                        "errors",
                        "error rate",
                        "TTFT p50",
                        "TTFT p95",
                        "TPOT p95" + Figures.estimated(result, Metric.TPOT),
                        "E2E p50",
                        "E2E p95",
                        "prompt tokens"));
        result.turns().forEach(turn -> table.row(cells(turn)));
        table.close();
        page.close();
    }

    private static List<String> cells(Measurement turn) {
        return List.of(
                turn.scope().description(),
                Figures.count(turn.ok()),
                Figures.count(turn.errors()),
                Figures.share(turn.errorRate()),
                HtmlTable.time(turn, Metric.TTFT, P50),
                HtmlTable.time(turn, Metric.TTFT, P95),
                HtmlTable.time(turn, Metric.TPOT, P95),
                HtmlTable.time(turn, Metric.E2E, P50),
                HtmlTable.time(turn, Metric.E2E, P95),
                Figures.promptTokens(turn));
    }
}
