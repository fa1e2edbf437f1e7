package dev.llmbench.report.html;

import dev.llmbench.report.GeneratorLine;
import dev.llmbench.result.LoadResult;
import java.util.List;

/** Whether the run measured the server, and how the load generator itself did. */
final class GeneratorSection implements Section {
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
        page.text(" " + (valid ? "The run measured the server and not the generator. " : "") + "Generator: "
                + GeneratorLine.of(result) + ".");
        page.close();
        result.validity().causes().forEach(cause -> page.element("p", cause + "."));
        charts.forEach(chart -> chart.addTo(page));
        page.close();
    }
}
