package dev.llmbench.report.html;

import dev.llmbench.budget.Verdict;
import dev.llmbench.metric.Distribution;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.report.Figures;
import dev.llmbench.report.Mark;
import dev.llmbench.report.OverallVerdict;
import dev.llmbench.report.RunLines;
import dev.llmbench.report.VerdictLine;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.Measurement;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Shows the overall verdict in one word, and the key figures. */
final class VerdictSection implements HtmlPage.Section {
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final Statistic P50 = Statistic.percentile(50);
    private static final Statistic P95 = Statistic.percentile(95);

    private final ReportedRun run;
    private final LoadResult result;
    private final LoadPlan plan;
    private final OverallVerdict verdict;

    VerdictSection(ReportedRun run) {
        this.run = run;
        this.result = run.result();
        this.plan = result.plan();
        this.verdict = OverallVerdict.of(result, VerdictLine.of(run.verdicts()));
    }

    @Override
    public void addTo(Markup page) {
        page.open(
                "header", "id", "verdict", "class", "verdict " + verdict.mark().word());
        page.open("p", "class", "badge");
        page.element("span", verdict.sign(), "aria-hidden", "true")
                .text(" " + verdict.name())
                .close();
        page.element("h1", plan.test());
        page.element("p", inWords(), "class", "summary");
        why(page);
        page.open("dl", "class", "fields");
        page.field("Load", RunLines.load(result));
        page.field("Endpoint", plan.target().shownEndpoint());
        plan.request().model().ifPresent(model -> page.field("Model", model));
        page.field("Started", MOMENT.format(result.facts().startedAt()));
        RunLines.remarks(result).forEach(line -> page.field(line.label(), line.text()));
        RunLines.overTime(result).forEach(line -> page.field(line.label(), line.text()));
        page.close();
        tiles(page);
        page.close();
    }

    private String inWords() {
        List<Verdict> budgets = run.verdicts().all();
        long failed = budgets.stream().filter(Verdict::failed).count();
        if (verdict == OverallVerdict.INVALID) {
            return "The run did not go as planned, so it says nothing about the server.";
        }
        if (budgets.isEmpty()) {
            return "The load searched for the level at which a budget breaks. No budget was judged on the whole run.";
        }
        String all = Figures.counted(budgets.size(), "budget");
        if (verdict == OverallVerdict.INCONCLUSIVE) {
            return "No budget is broken, but " + Figures.count(failed) + " of " + all
                    + " could not be confirmed, which fails the test.";
        }
        return failed == 0
                ? (budgets.size() == 1 ? "The one budget held" : "All " + all + " held")
                        + (verdict == OverallVerdict.FAIL ? ", but the test failed anyway." : ".")
                : Figures.count(failed) + " of " + all + " failed.";
    }

    private void why(Markup page) {
        result.testFailure()
                .ifPresent(
                        failure -> page.element("p", "The test's own assertions failed: " + failure, "class", "why"));
        result.facts().aborted().ifPresent(why -> page.element("p", "The run " + why + ".", "class", "why"));
        result.incompleteFiles().forEach(file -> page.element("p", file + ".", "class", "why"));
        for (String cause : result.validity().causes()) {
            if (result.invalidCauses().isEmpty()) {
                page.element("p", "Accepted by the test: " + cause + ".", "class", "why unsure");
            } else {
                page.element("p", cause + ".", "class", "why");
            }
        }
        if (verdict != OverallVerdict.INVALID) {
            run.verdicts().failures().forEach(failure -> failed(page, failure, Mark.of(failure, run.verdicts())));
        }
    }

    /**
     * Shows the budget, the measured figure, the limit, and what is missing for a decision. The budgets section has the
     * rest.
     */
    private static void failed(Markup page, Verdict failure, Mark mark) {
        int drawnFrom = failure.finding().indexOf(" (", failure.finding().lastIndexOf(", limit "));
        String finding = drawnFrom < 0 ? failure.finding() : failure.finding().substring(0, drawnFrom);
        String part =
                failure.scope().stage().isPresent() || failure.scope().turn().isPresent()
                        ? ", in " + failure.scope().description()
                        : "";
        page.open("p", "class", "why " + mark.word());
        String remedy = mark == Mark.UNSURE && !failure.remark().isEmpty() ? "; " + failure.remark() : "";
        page.element("strong", mark.sign() + " " + failure.word())
                .text(": " + finding + part + remedy + ".")
                .close();
    }

    private void tiles(Markup page) {
        Measurement whole = result.run();
        page.open("dl", "class", "tiles");
        tile(
                page,
                "Error rate",
                Figures.share(whole.errorRate()),
                Figures.count(whole.errors()) + " of " + Figures.counted(whole.requests(), "request"));
        latency(page, Metric.TTFT);
        latency(page, Metric.TPOT);
        latency(page, Metric.E2E);
        tile(
                page,
                "Requests",
                Figures.rate(whole, Metric.REQUEST_THROUGHPUT) + "/s",
                Figures.count(whole.ok()) + " ok, " + Figures.count(whole.interrupted()) + " interrupted");
        tile(
                page,
                "Output tokens",
                Figures.rate(whole, Metric.OUTPUT_TOKEN_THROUGHPUT) + "/s",
                Figures.count(whole.completed().outputTokens()) + " in all"
                        + Figures.estimated(result, Metric.OUTPUT_TOKEN_THROUGHPUT));
        if (!plan.goodput().isEmpty()) {
            tile(
                    page,
                    "Goodput",
                    Figures.rate(whole, Metric.GOODPUT) + "/s",
                    Figures.share(whole.value(Metric.GOOD_FRACTION, Statistic.VALUE)) + " good: "
                            + RunLines.goodputLimits(plan));
        }
        page.close();
    }

    private void latency(Markup page, Metric metric) {
        Distribution latency = result.run().latency(metric);
        if (!latency.isEmpty()) {
            tile(
                    page,
                    metric.label() + " p95",
                    Figures.time(latency, P95).strip(),
                    "p50 " + Figures.time(latency, P50).strip() + ", n = " + Figures.count(latency.count())
                            + (latency.count() < Figures.needed(P95) ? ", fewer than the 20 that a p95 needs" : "")
                            + Figures.estimated(result, metric));
        }
    }

    private static void tile(Markup page, String name, String figure, String note) {
        page.open("div").element("dt", name);
        page.element("dd", figure, "class", "value");
        page.element("dd", note, "class", "note").close();
    }
}
