package dev.llmbench.report.html;

import dev.llmbench.report.files.Comparison;
import dev.llmbench.report.files.KeptSummary;
import dev.llmbench.result.LoadResult;
import java.util.List;

/** Shows the run next to the previous one, if the previous summary still exists. */
final class ComparisonSection implements HtmlPage.Section {
    private final LoadResult result;

    ComparisonSection(LoadResult result) {
        this.result = result;
    }

    @Override
    public void addTo(Markup page) {
        result.directory().flatMap(KeptSummary::before).ifPresent(before -> addTo(page, before));
    }

    private void addTo(Markup page, KeptSummary before) {
        page.open("section", "id", "comparison").element("h2", "Compared with the previous run");
        page.element(
                "p",
                "The previous run started at " + before.text("started_at").replaceFirst("\\.\\d+", "") + ": "
                        + before.text("load") + " on " + before.text("endpoint")
                        + ". If the 95 % intervals overlap, the difference may be due to chance alone; if one of them"
                        + " has no end on the relevant side, for lack of requests or of a steady load, this is unknown.");
        Comparison comparison = Comparison.of(before, result);
        comparison.unlike().ifPresent(why -> page.element("p", why + ".", "class", "why unsure"));
        HtmlTable table = HtmlTable.ofFigures(
                page,
                "This run and the previous one",
                List.of("Figure", "before", "now", "difference", "95 % intervals"));
        for (Comparison.Row row : comparison.rows()) {
            table.row(List.of(
                    row.figure(),
                    row.before(),
                    row.after(),
                    row.difference(),
                    switch (row.finding()) {
                        case BETTER -> "✓ " + row.finding().words();
                        case WORSE -> "✗ " + row.finding().words();
                        default -> row.finding().words();
                    }));
        }
        table.close();
        page.close();
    }
}
