package dev.llmbench.report.html;

import dev.llmbench.plan.Against;
import dev.llmbench.report.ArmsTable;
import dev.llmbench.report.RunLines;
import dev.llmbench.result.LoadResult;

/** Shows the two endpoints of a run; empty if there is only one. */
final class ArmsSection implements HtmlPage.Section {
    private final LoadResult result;

    ArmsSection(LoadResult result) {
        this.result = result;
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
        page.close();
    }
}
