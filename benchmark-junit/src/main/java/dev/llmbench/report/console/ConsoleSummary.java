package dev.llmbench.report.console;

import dev.llmbench.metric.Distribution;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.report.ArmsTable;
import dev.llmbench.report.Figures;
import dev.llmbench.report.LoadLine;
import dev.llmbench.report.OverallVerdict;
import dev.llmbench.report.RunLines;
import dev.llmbench.report.SafeText;
import dev.llmbench.report.Terminal;
import dev.llmbench.report.TextTable;
import dev.llmbench.report.VerdictLine;
import dev.llmbench.report.files.ResultFiles;
import dev.llmbench.result.Conversations;
import dev.llmbench.result.ErrorCount;
import dev.llmbench.result.GeneratorLine;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.Measurement;
import dev.llmbench.result.WorkerLine;
import java.util.List;
import java.util.Set;

/** Renders a run as one page of text: first the verdict, then the figures behind it. */
public final class ConsoleSummary {
    private static final Statistic P95 = Statistic.percentile(95);
    private static final Set<Metric> FROM_SCHEDULE = Set.of(Metric.TTFT_FROM_SCHEDULE, Metric.E2E_FROM_SCHEDULE);
    private static final int MOST_STAGES = 20;
    private static final int MOST_WORKERS = 10;
    private static final int MOST_ERRORS = 5;
    private static final int LONGEST_ERROR = 150;

    private final LoadResult result;
    private final LoadPlan plan;
    private final List<VerdictLine> verdicts;
    private final Terminal terminal;
    private final Page page;
    private final String estimated;

    private ConsoleSummary(LoadResult result, List<VerdictLine> verdicts, Terminal terminal) {
        this.result = result;
        this.plan = result.plan();
        this.verdicts = verdicts;
        this.terminal = terminal;
        this.page = new Page(terminal);
        this.estimated = Figures.estimated(result, Metric.TPOT);
    }

    /**
     * Returns the summary, as wide as the terminal except for wider tables, paths and URLs, with lines ending in {@code \n}.
     *
     * @param result the result of the run
     * @param verdicts the verdicts on its budgets
     * @param terminal the capabilities of the terminal that it is printed to
     */
    public static String render(LoadResult result, List<VerdictLine> verdicts, Terminal terminal) {
        return new ConsoleSummary(result, verdicts, terminal).render();
    }

    private String render() {
        page.blank();
        title();
        whatWasDone();
        latencies();
        throughput();
        arms();
        page.field("Generator", GeneratorLine.of(result));
        workers();
        stages();
        conversations();
        overTime();
        budgets();
        errors();
        result.directory().ifPresent(directory -> {
            page.blank();
            page.field("Files", terminal.shown(directory));
            report();
        });
        return page.toString();
    }

    private void title() {
        OverallVerdict verdict = OverallVerdict.of(result, verdicts);
        page.title(verdict.name(), verdict.mark(), plan.test());
        RunLines.reasons(result).forEach(line -> page.field(line.label(), line.text()));
    }

    /** Returns the lines that replace the verdict of a summary printed before the test's own assertions failed. */
    public static String ending(LoadResult result, List<VerdictLine> verdicts, Terminal terminal) {
        ConsoleSummary summary = new ConsoleSummary(result, verdicts, terminal);
        summary.page.blank();
        summary.title();
        summary.report();
        return summary.page.toString();
    }

    private void report() {
        result.report().ifPresent(file -> page.field("Report", terminal.shown(file)));
    }

    private void whatWasDone() {
        page.field("Endpoint", plan.target().shownEndpoint());
        plan.request().model().ifPresent(model -> page.field("Model", model));
        page.field("Load", RunLines.load(result));
        Measurement run = result.run();
        page.field("Requests", RunLines.requests(run));
        RunLines.remarks(result).forEach(line -> page.field(line.label(), line.text()));
    }

    private void latencies() {
        TextTable table = new TextTable("Latency", "n", "mean  ", "p50  ", "p90  ", "p95  ", "p99  ", "max  ");
        for (Metric metric : Figures.latencies(result.run())) {
            table.row(cells(label(metric), result.run().latency(metric)));
        }
        if (table.hasRows()) {
            page.table(table);
        }
    }

    /** A latency from the schedule is shown below the same latency from the first byte sent. */
    private String label(Metric metric) {
        if (FROM_SCHEDULE.contains(metric)) {
            return "  from schedule";
        }
        return metric.label() + Figures.estimated(result, metric);
    }

    private String[] cells(String label, Distribution latency) {
        String[] cells = new String[Figures.STATISTICS.size() + 2];
        cells[0] = label;
        cells[1] = Figures.count(latency.count());
        for (int i = 0; i < Figures.STATISTICS.size(); i++) {
            cells[i + 2] = terminal.signs(Figures.time(latency, Figures.STATISTICS.get(i)));
        }
        return cells;
    }

    private void throughput() {
        Measurement run = result.run();
        page.blank();
        result.tpotByDifference().ifPresent(tpot -> page.field("Two lengths", tpot.inWords()));
        page.field("Throughput", RunLines.throughput(result));
        plan.modelProfile().ifPresent(profile -> page.field("Model use", RunLines.modelUse(profile, run) + estimated));
        if (!plan.goodput().isEmpty()) {
            page.field(
                    "Goodput",
                    Figures.rate(run, Metric.GOODPUT) + " req/s, "
                            + Figures.share(run.value(Metric.GOOD_FRACTION, Statistic.VALUE)) + " good: "
                            + RunLines.goodputLimits(plan) + Figures.estimated(result, Metric.GOODPUT));
        }
    }

    private void arms() {
        List<List<String>> rows = ArmsTable.rows(result);
        if (!rows.isEmpty()) {
            TextTable table = new TextTable(ArmsTable.headers().toArray(String[]::new));
            rows.forEach(row -> table.row(row.stream().map(terminal::signs).toArray(String[]::new)));
            page.table(table);
            page.blank();
        }
    }

    private void workers() {
        List<WorkerLine> lines = WorkerLine.of(result);
        if (lines.isEmpty()) {
            return;
        }
        page.field("Workers", WorkerLine.together(result.facts()));
        lines.stream().limit(MOST_WORKERS).forEach(line -> page.field(line.label(), line.text()));
        more(lines.size() - MOST_WORKERS);
    }

    private void more(int notShown) {
        if (notShown > 0) {
            page.field("…", notShown + " more in " + ResultFiles.SUMMARY_JSON);
        }
    }

    private void stages() {
        List<Measurement> stages = result.stages();
        if (stages.size() < 2) {
            return;
        }
        String tpot = "TPOT p95" + (estimated.isEmpty() ? "" : " (est.)");
        String ttft = plan.load().model().isOpen() ? "TTFT p95 / scheduled" : "TTFT p95";
        TextTable table = new TextTable("Stage", "ok", "errors", "req/s", ttft, tpot, "E2E p95");
        List<String> loads = LoadLine.stages(plan.load());
        int withLength = 0;
        for (int i = 0; i < stages.size(); i++) {
            Measurement stage = stages.get(i);
            // A jump has no duration in which anything could be measured.
            if (plan.load().stages().get(i).duration().isZero() || ++withLength > MOST_STAGES) {
                continue;
            }
            table.row(
                    terminal.signs((i + 1) + "  " + loads.get(i)),
                    Figures.count(stage.ok()),
                    Figures.count(stage.errors()),
                    Figures.rate(stage, Metric.REQUEST_THROUGHPUT),
                    ttft(stage),
                    p95(stage, Metric.TPOT),
                    p95(stage, Metric.E2E));
        }
        page.table(table);
        more(withLength - MOST_STAGES);
    }

    /** In the open model, a stall shows in the latencies from the schedule. */
    private String ttft(Measurement stage) {
        return plan.load().model().isOpen()
                ? p95(stage, Metric.TTFT) + " / " + p95(stage, Metric.TTFT_FROM_SCHEDULE)
                : p95(stage, Metric.TTFT);
    }

    private String p95(Measurement stage, Metric metric) {
        return terminal.signs(Figures.time(stage.latency(metric), P95));
    }

    private void conversations() {
        Conversations conversations = result.conversations().orElse(null);
        if (conversations == null) {
            return;
        }
        TextTable table = new TextTable(
                "Turn", "ok", "errors", "TTFT p50", "TTFT p95", "TPOT p95" + estimated, "E2E p95", "prompt tok");
        for (Measurement turn : result.turns()) {
            table.row(
                    turn.scope().description().replaceFirst("^turn ", ""),
                    Figures.count(turn.ok()),
                    Figures.count(turn.errors()),
                    terminal.signs(Figures.time(turn.latency(Metric.TTFT), Statistic.percentile(50))),
                    p95(turn, Metric.TTFT),
                    p95(turn, Metric.TPOT),
                    p95(turn, Metric.E2E),
                    Figures.promptTokens(turn));
        }
        if (table.hasRows()) {
            page.table(table);
        }
        page.blank();
        page.field("Multi-turn", RunLines.conversations(conversations));
    }

    private void overTime() {
        List<RunLines.Line> findings = RunLines.overTime(result);
        if (!findings.isEmpty()) {
            page.blank();
            findings.forEach(finding -> page.field(finding.label(), terminal.signs(finding.text())));
        }
    }

    private void budgets() {
        if (verdicts.isEmpty()) {
            return;
        }
        page.blank();
        int width = verdicts.stream()
                .mapToInt(verdict -> verdict.status().length())
                .max()
                .orElse(0);
        for (VerdictLine verdict : verdicts) {
            page.marked(verdict.mark(), verdict.status(), width, verdict.text());
        }
    }

    private void errors() {
        List<ErrorCount> errors = result.commonestErrors();
        if (errors.isEmpty()) {
            return;
        }
        page.blank();
        String label = "Errors";
        for (ErrorCount error : errors.subList(0, Math.min(MOST_ERRORS, errors.size()))) {
            page.field(label, Figures.count(error.count()) + " × " + said(error));
            label = "";
        }
    }

    private String said(ErrorCount error) {
        String message = SafeText.oneLine(plan.target().masked(error.message()), LONGEST_ERROR);
        return error.outcome().word() + (message.isBlank() ? "" : ": " + message);
    }
}
