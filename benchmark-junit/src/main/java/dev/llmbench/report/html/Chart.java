package dev.llmbench.report.html;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmbench.report.json.JsonFormat;
import java.util.List;

/**
 * A chart: its text, which is part of the page, and its data, which the page's script plots.
 *
 * @param id the chart's id in the page
 * @param title the title
 * @param sentence how to read it
 * @param data the kind of chart, its axes and its series
 */
record Chart(String id, String title, String sentence, ObjectNode data) implements HtmlPage.Section {

    @Override
    public void addTo(Markup page) {
        page.open("figure", "id", "chart-" + id);
        page.open("figcaption").element("h3", title).element("p", sentence).close();
        page.open("div", "class", "chart", "data-chart", id).close();
        page.open("details", "class", "points");
        page.element("summary", "The points as a table");
        page.open("div", "class", "scroll", "role", "region", "tabindex", "0", "aria-label", title + ", points")
                .close();
        page.close().close();
    }

    /** Returns the data of all charts of a page, for its script. */
    static ObjectNode data(List<Chart> charts) {
        ObjectNode json = JsonFormat.object();
        ObjectNode byId = json.putObject("charts");
        charts.forEach(chart -> byId.set(chart.id(), chart.data()));
        return json;
    }

    /**
     * Charts under one heading.
     *
     * @param id the group's id in the page
     * @param title its heading
     * @param text an introduction; may be empty
     * @param absent the text to show if there is no chart
     */
    record Group(String id, String title, String text, String absent, List<Chart> charts) implements HtmlPage.Section {

        Group {
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
}
