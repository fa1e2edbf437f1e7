package dev.llmbench.report.markdown;

import dev.llmbench.metric.Distribution;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.report.ArmsTable;
import dev.llmbench.report.Figures;
import dev.llmbench.report.OverallVerdict;
import dev.llmbench.report.RunLines;
import dev.llmbench.report.Terminal;
import dev.llmbench.report.VerdictLine;
import dev.llmbench.result.ErrorCount;
import dev.llmbench.result.GeneratorLine;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.Measurement;
import dev.llmbench.result.WorkerLine;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Renders summary.md: a short summary of a run, for a page of a CI system. */
public final class MarkdownSummary {
    private static final List<Metric> LATENCIES =
            List.of(Metric.TTFT, Metric.TTFT_FROM_SCHEDULE, Metric.TPOT, Metric.E2E, Metric.DISPATCH_LAG);
    private static final int MOST_ERRORS = 3;
    private static final int LONGEST_NAME = 300;
    private static final int LONGEST_ERROR = 150;
    private static final int LONGEST_TEXT = 600;

    private final LoadResult result;
    private final LoadPlan plan;
    private final List<VerdictLine> verdicts;
    private final StringBuilder text = new StringBuilder();

    private MarkdownSummary(LoadResult result, List<VerdictLine> verdicts) {
        this.result = result;
        this.plan = result.plan();
        this.verdicts = verdicts;
    }

    /** Returns the summary, with lines ending in {@code \n}, without secrets and without markup from foreign text. */
    public static String of(LoadResult result, List<VerdictLine> verdicts) {
        MarkdownSummary summary = new MarkdownSummary(result, verdicts);
        summary.title();
        summary.budgets();
        summary.latencies();
        summary.arms();
        summary.figures();
        return summary.text.toString();
    }

    private void title() {
        OverallVerdict verdict = OverallVerdict.of(result, verdicts);
        line("### " + verdict.emoji() + " " + verdict.name() + ": " + escaped(plan.test(), LONGEST_NAME));
        line("");
        line(escaped(RunLines.load(result)) + " on " + code(plan.target().shownEndpoint(), LONGEST_NAME)
                + plan.request()
                        .model()
                        .map(model -> ", model " + code(model, LONGEST_NAME))
                        .orElse(""));
        line("");
        RunLines.reasons(result).forEach(line -> point(line.label(), escaped(line.text())));
        RunLines.remarks(result).forEach(line -> point(line.label(), escaped(line.text())));
        gap();
    }

    private void budgets() {
        if (verdicts.isEmpty()) {
            return;
        }
        line("| Verdict | Budget |");
        line("|:--|:--|");
        for (VerdictLine verdict : verdicts) {
            row(verdict.mark().emoji() + " " + escaped(verdict.status()), escaped(verdict.text()));
        }
        gap();
    }

    private void latencies() {
        List<Metric> measured = LATENCIES.stream()
                .filter(metric -> !result.run().latency(metric).isEmpty())
                .toList();
        if (measured.isEmpty()) {
            return;
        }
        line("| Latency | n | "
                + Figures.STATISTICS.stream().map(Statistic::label).collect(Collectors.joining(" | ")) + " |");
        line("|:--|--:|" + "--:|".repeat(Figures.STATISTICS.size()));
        for (Metric metric : measured) {
            Distribution latency = result.run().latency(metric);
            String figures = Figures.STATISTICS.stream()
                    .map(statistic -> Figures.time(latency, statistic).strip())
                    .collect(Collectors.joining(" | "));
            row(metric.label() + Figures.estimated(result, metric), Figures.count(latency.count()), figures);
        }
        gap();
    }

    private void arms() {
        List<List<String>> rows = ArmsTable.rows(result);
        if (rows.isEmpty()) {
            return;
        }
        line("| " + String.join(" | ", ArmsTable.headers()) + " |");
        line("|:--|" + "--:|".repeat(ArmsTable.headers().size() - 1));
        rows.forEach(row -> row(row.toArray(String[]::new)));
        gap();
    }

    private void figures() {
        Measurement run = result.run();
        point("Requests", RunLines.requests(run));
        point("Throughput", RunLines.throughput(result));
        if (!plan.goodput().isEmpty()) {
            point(
                    "Goodput",
                    Figures.rate(run, Metric.GOODPUT) + " req/s, "
                            + Figures.share(run.value(Metric.GOOD_FRACTION, Statistic.VALUE)) + " good"
                            + Figures.estimated(result, Metric.GOODPUT));
        }
        RunLines.overTime(result).forEach(line -> point(line.label(), escaped(line.text())));
        List<ErrorCount> errors = result.commonestErrors();
        for (ErrorCount error : errors.subList(0, Math.min(MOST_ERRORS, errors.size()))) {
            String message = code(error.message(), LONGEST_ERROR);
            point(
                    "Error",
                    Figures.count(error.count()) + " × " + code(error.outcome().word(), LONGEST_NAME)
                            + (message.isEmpty() ? "" : ": " + message));
        }
        point("Generator", escaped(GeneratorLine.of(result)));
        if (!result.facts().workers().isEmpty()) {
            point("Workers", escaped(WorkerLine.together(result.facts())));
        }
        result.directory().ifPresent(directory -> point("Files", code(shown(directory), LONGEST_TEXT)));
    }

    private static String shown(Path directory) {
        return Terminal.shown(directory, Path.of("").toAbsolutePath().normalize());
    }

    private String escaped(String raw) {
        return escaped(raw, LONGEST_TEXT);
    }

    private String escaped(String raw, int most) {
        return Markdown.text(plan.secrets().maskedIn(raw), most);
    }

    private String code(String raw, int most) {
        return Markdown.code(plan.secrets().maskedIn(raw), most);
    }

    private void point(String label, String value) {
        line("- **" + label + ":** " + value);
    }

    private void row(String... cells) {
        line("| " + String.join(" | ", cells) + " |");
    }

    /** Adds a blank line, unless there is one already. */
    private void gap() {
        if (!text.toString().endsWith("\n\n")) {
            line("");
        }
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
