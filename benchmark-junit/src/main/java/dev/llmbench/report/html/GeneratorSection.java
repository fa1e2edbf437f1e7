package dev.llmbench.report.html;

import dev.llmbench.result.GeneratorLine;
import dev.llmbench.result.LoadResult;
import java.util.List;

/** Shows whether the load was offered as planned, and the health of the load generator. */
final class GeneratorSection implements HtmlPage.Section {
    private final LoadResult result;
    private final List<Chart> charts;

    GeneratorSection(LoadResult result, List<Chart> charts) {
        this.result = result;
        this.charts = charts;
    }

    @Override
    public void addTo(Markup page) {
        boolean valid = result.validity().isValid();
        page.open("section", "id", "validity").element("h2", "Validity and generator health");
        page.open("p");
        page.open("span", "class", "chip " + (valid ? "good" : "bad"));
        page.element("span", valid ? "✓" : "!", "aria-hidden", "true")
                .text(valid ? " VALID" : " INVALID")
                .close();
        page.text(" "
                + (valid
                        ? "The load was offered as planned. Each verdict allows for what the generator may have added to a latency. "
                        : "")
                + "Generator: " + GeneratorLine.of(result) + ".");
        page.close();
        result.validity().causes().forEach(cause -> page.element("p", cause + "."));
        if (!charts.isEmpty()) {
            boolean fine = valid && result.generatorHint().isEmpty();
            page.open("details", fine ? new String[] {"class", "fold"} : new String[] {"class", "fold", "open", ""});
            page.element("summary", "The generator's delays over time");
            charts.forEach(chart -> chart.addTo(page));
            page.close();
        }
        page.close();
    }
}
