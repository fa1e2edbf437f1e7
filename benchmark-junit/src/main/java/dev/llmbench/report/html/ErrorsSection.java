package dev.llmbench.report.html;

import dev.llmbench.report.Figures;
import dev.llmbench.report.SafeText;
import dev.llmbench.result.LoadResult;
import java.util.List;

/** Shows errors by kind over time, with their messages. */
final class ErrorsSection implements HtmlPage.Section {
    private static final int LONGEST = 300;

    private final LoadResult result;
    private final NotableRequests.ErrorSamples samples;
    private final List<Chart> charts;

    ErrorsSection(LoadResult result, NotableRequests.ErrorSamples samples, List<Chart> charts) {
        this.result = result;
        this.samples = samples;
        this.charts = charts;
    }

    @Override
    public void addTo(Markup page) {
        page.open("section", "id", "errors").element("h2", "Errors");
        long errors = result.run().errors();
        if (errors == 0) {
            page.element("p", "No request failed.");
        } else {
            page.element(
                    "p",
                    Figures.count(errors) + " of "
                            + Figures.counted(result.run().requests(), "request") + " failed.");
        }
        page.open("div", "class", "charts wide");
        charts.forEach(chart -> chart.addTo(page));
        page.close();
        if (errors > 0) {
            messages(page);
        }
        page.close();
    }

    /** Masks the message before truncating it, since otherwise a part of a secret could remain. */
    private String shown(String message) {
        return SafeText.oneLine(result.plan().target().masked(message), LONGEST);
    }

    private void messages(Markup page) {
        HtmlTable table = HtmlTable.ofWords(
                page,
                "Samples of error messages",
                List.of("Kind", "Message", "Requests", "First (UTC)", "Last (UTC)", "Request id of the first"));
        for (NotableRequests.ErrorSamples.Kind kind : samples.kinds()) {
            for (NotableRequests.ErrorSamples.Seen seen : kind.messages()) {
                page.open("tr");
                page.element("th", kind.outcome().word(), "scope", "row");
                page.open("td", "class", "message")
                        .element("code", shown(seen.message()))
                        .close();
                page.element("td", Figures.count(seen.count()), "class", "figure");
                page.element("td", Clock.of(seen.first(), result.facts().startedAt()), "class", "figure");
                page.element("td", Clock.of(seen.last(), result.facts().startedAt()), "class", "figure");
                page.open("td").element("code", seen.id()).close().close();
            }
            if (kind.others() > 0) {
                table.row(List.of(kind.outcome().word(), "other messages", Figures.count(kind.others()), "", "", ""));
            }
        }
        table.close();
    }
}
