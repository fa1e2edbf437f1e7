package dev.llmbench.report.html;

import dev.llmbench.metric.Format;
import dev.llmbench.metric.Metric;
import dev.llmbench.report.Figures;
import dev.llmbench.sample.Moments;
import dev.llmbench.sample.RequestSample;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;

/** Shows single requests: TTFT by the prompt's length, and where the slowest requests spent their time. */
final class RequestsSection implements HtmlPage.Section {
    private final Instant start;
    private final NotableRequests notable;
    private final DistributionCharts charts;

    RequestsSection(ReportedRun run, DistributionCharts charts) {
        this.start = run.result().facts().startedAt();
        this.notable = run.notable();
        this.charts = charts;
    }

    @Override
    public void addTo(Markup page) {
        page.open("section", "id", "requests").element("h2", "Single requests");
        List<Chart> scatter = charts.ofScatter(notable.scatter());
        page.open("div", "class", "charts wide");
        scatter.forEach(chart -> chart.addTo(page));
        page.close();
        if (scatter.isEmpty()) {
            page.element("p", "No request has both a known TTFT and a known number of prompt tokens.");
        }
        List<RequestSample> slowest = notable.slowest().inOrder();
        if (!slowest.isEmpty()) {
            slowest(page, slowest);
        }
        page.close();
    }

    private void slowest(Markup page, List<RequestSample> slowest) {
        page.element("h3", "The slowest " + Figures.counted(slowest.size(), "request"));
        page.open("p", "class", "key");
        part(page, "before", "before it was sent (generator, connection)");
        part(page, "until", "until its first token (TTFT)");
        part(page, "stream", "stream: from its first token to its end");
        page.close();
        HtmlTable table = HtmlTable.ofFigures(
                page,
                "The slowest requests that ended ok, by E2E latency",
                List.of(
                        "Request",
                        "Where the time went",
                        "Scheduled (UTC)",
                        "Before sent",
                        "Until first token",
                        "Stream",
                        "E2E",
                        "Stage",
                        "User",
                        "Prompt",
                        "Prompt tok",
                        "Output tok"));
        long longest =
                slowest.stream().mapToLong(RequestSample::e2eFromSchedule).max().orElse(1);
        slowest.forEach(sample -> row(page, sample, longest));
        table.close();
    }

    private static void part(Markup page, String style, String meaning) {
        page.open("span").open("i", "class", style).close().text(" " + meaning).close();
    }

    private void row(Markup page, RequestSample sample, long longest) {
        Moments at = sample.at();
        long ttft = Metric.TTFT.of(sample);
        long before = at.sent() - at.scheduled();
        long stream = ttft == Moments.ABSENT ? sample.e2e() : sample.e2e() - ttft;
        page.open("tr");
        page.open("th", "scope", "row", "class", "word")
                .element("code", sample.id())
                .close();
        page.open("td", "class", "bars").open("span", "class", "bar", "aria-hidden", "true");
        bar(page, "before", before, longest);
        bar(page, "until", ttft, longest);
        bar(page, "stream", stream, longest);
        page.close().close();
        cell(page, Clock.of(at.scheduled(), start));
        cell(page, shown(before));
        cell(page, shown(ttft));
        cell(page, shown(stream));
        cell(page, shown(sample.e2e()));
        cell(page, String.valueOf(sample.stage()));
        cell(page, String.valueOf(sample.user()));
        page.open("td", "class", "word").element("code", sample.promptId()).close();
        cell(page, count(sample.tokens().prompt()));
        cell(page, count(sample.tokens().output()));
        page.close();
    }

    /** Adds a bar. The page's script sets its width, because the page's policy forbids styles in attributes. */
    private static void bar(Markup page, String style, long micros, long longest) {
        BigDecimal percent =
                BigDecimal.valueOf(100.0 * Math.max(0, micros) / longest).setScale(2, RoundingMode.HALF_UP);
        page.open("i", "class", style, "data-percent", percent.toPlainString()).close();
    }

    private static void cell(Markup page, String text) {
        page.element("td", text, "class", "figure");
    }

    private static String shown(long micros) {
        return micros < 0 ? "" : Format.micros((double) micros);
    }

    private static String count(int tokens) {
        return tokens < 0 ? "" : Figures.count(tokens);
    }
}
