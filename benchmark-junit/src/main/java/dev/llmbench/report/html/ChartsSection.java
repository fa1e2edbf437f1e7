package dev.llmbench.report.html;

import java.util.List;

/**
 * Charts under one heading.
 *
 * @param id names it in the page
 * @param title its heading
 * @param text what to know before looking at them; empty for nothing
 * @param absent what to say where there is no chart
 */
record ChartsSection(String id, String title, String text, String absent, List<Chart> charts) implements Section {

    ChartsSection {
        charts = List.copyOf(charts);
    }

    @Override
    public void addTo(Markup page) {
        page.open("section", "id", id).element("h2", title);
        if (!text.isEmpty()) {
            page.element("p", text, "class", "note");
        }
        if (charts.isEmpty()) {
            page.element("p", absent);
        }
        page.open("div", "class", "charts");
        charts.forEach(chart -> chart.addTo(page));
        page.close().close();
    }
}
