package dev.llmbench.report.html;

import java.util.List;

/** A table in a box of its own that scrolls where the page is narrow. The first cell of each row is its header. */
final class HtmlTable {
    private static final int FIGURES_FROM = 1;

    private final Markup page;
    private final int figuresFrom;

    private HtmlTable(Markup page, int figuresFrom) {
        this.page = page;
        this.figuresFrom = figuresFrom;
    }

    /** A table of figures, which stand under each other to the right of the rows' names. */
    static HtmlTable ofFigures(Markup page, String caption, List<String> headers) {
        return open(page, caption, headers, FIGURES_FROM);
    }

    /** A table of words, all to the left. */
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

    /** A row of plain text. */
    HtmlTable row(List<String> cells) {
        page.open("tr");
        page.element("th", cells.get(0), "scope", "row", "class", style(0));
        for (int i = 1; i < cells.size(); i++) {
            page.element("td", cells.get(i), "class", style(i));
        }
        page.close();
        return this;
    }

    /** A row whose header is more than text. */
    HtmlTable row(Runnable header, List<String> cells) {
        page.open("tr").open("th", "scope", "row", "class", style(0));
        header.run();
        page.close();
        for (int i = 0; i < cells.size(); i++) {
            page.element("td", cells.get(i), "class", style(i + 1));
        }
        page.close();
        return this;
    }

    private String style(int column) {
        return column < figuresFrom ? "word" : "figure";
    }

    void close() {
        page.close().close().close();
    }
}
