package dev.llmbench.report.html;

import dev.llmbench.plan.Against;
import dev.llmbench.report.ArmsTable;
import dev.llmbench.report.RunLines;
import dev.llmbench.result.LoadResult;
import java.util.List;

/** Shows the two endpoints of a run. Empty if there is only one. */
final class ArmsSection implements HtmlPage.Section {
    private final LoadResult result;
    private final List<Chart> charts;

    ArmsSection(LoadResult result, List<Chart> charts) {
        this.result = result;
        this.charts = charts;
    }

    @Override
    public void addTo(Markup page) {
        Against against = result.plan().against().orElse(null);
        if (against == null) {
            return;
        }
        page.open("section", "id", "arms").element("h2", "Candidate and baseline");
        page.element("p", RunLines.against(result, against));
        HtmlTable table = HtmlTable.ofFigures(page, "Candidate and baseline", ArmsTable.headers());
        ArmsTable.rows(result).forEach(table::row);
        table.close();
        against.notes(result.plan()).forEach(note -> page.element("p", note + "."));
        page.open("div", "class", "charts");
        charts.forEach(chart -> chart.addTo(page));
        page.close();
        page.close();
    }
}
