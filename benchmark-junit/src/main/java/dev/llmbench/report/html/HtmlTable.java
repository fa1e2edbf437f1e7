package dev.llmbench.report.html;

import dev.llmbench.metric.Distribution;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.report.Figures;
import dev.llmbench.result.Measurement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A table that scrolls separately if the page is narrow. The first cell of each row is its header. */
final class HtmlTable {
    private static final int FIGURES_FROM = 1;
    private static final String FEW = " †";
    private static final String NONE = "-";

    private final Markup page;
    private final int figuresFrom;
    private final Set<String> marks = new HashSet<>();

    private HtmlTable(Markup page, int figuresFrom) {
        this.page = page;
        this.figuresFrom = figuresFrom;
    }

    /** Creates a table of figures, which are right-aligned after the rows' names. */
    static HtmlTable ofFigures(Markup page, String caption, List<String> headers) {
        return open(page, caption, headers, FIGURES_FROM);
    }

    /** Creates a table of words, all left-aligned. */
    static HtmlTable ofWords(Markup page, String caption, List<String> headers) {
        return open(page, caption, headers, headers.size());
    }

    private static HtmlTable open(Markup page, String caption, List<String> headers, int figuresFrom) {
        HtmlTable table = new HtmlTable(page, figuresFrom);
        page.open("div", "class", "scroll", "role", "region", "tabindex", "0", "aria-label", caption);
        page.open("table");
        page.element("caption", caption, "class", "hidden");
        page.open("thead").open("tr");
        for (int i = 0; i < headers.size(); i++) {
            page.element("th", headers.get(i), "scope", "col", "class", table.style(i));
        }
        page.close().close();
        page.open("tbody");
        return table;
    }

    /** Formats a time, marked if it has fewer samples than the statistic needs. The table explains the mark. */
    static String time(Distribution latency, Statistic statistic) {
        boolean few = !latency.isEmpty() && latency.count() < Figures.needed(statistic);
        return Figures.time(latency, statistic).strip() + (few ? FEW : "");
    }

    static String time(Measurement measured, Metric metric, Statistic statistic) {
        return time(measured.latency(metric), statistic);
    }

    /** Adds a row of plain text. */
    HtmlTable row(List<String> cells) {
        return row(() -> page.text(cells.get(0)), cells.subList(1, cells.size()));
    }

    /** Adds a row whose header is more than text. */
    HtmlTable row(Runnable header, List<String> cells) {
        page.open("tr").open("th", "scope", "row", "class", style(0));
        header.run();
        page.close();
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i);
            marks.add(cell.endsWith(FEW) ? FEW : cell);
            page.element("td", cell, "class", style(i + 1));
        }
        page.close();
        return this;
    }

    private String style(int column) {
        return column < figuresFrom ? "word" : "figure";
    }

    void close() {
        page.close().close().close();
        if (marks.contains(FEW)) {
            page.element(
                    "p",
                    "†: fewer samples than the figure needs (10 for a p90, 20 for a p95, 100 for a p99).",
                    "class",
                    "note");
        }
        if (marks.contains(NONE)) {
            page.element("p", "-: no samples.", "class", "note");
        }
    }
}
