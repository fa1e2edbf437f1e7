package dev.llmbench.report.html;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmbench.metric.Format;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.Budget;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.report.Figures;
import dev.llmbench.report.LoadLine;
import dev.llmbench.report.json.JsonFormat;
import dev.llmbench.result.Breakpoint;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.Scope;
import dev.llmbench.sample.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The charts over time. They share their points in time and the stages in the background. */
final class TimeCharts {
    private final LoadResult result;
    private final LoadPlan plan;
    private final boolean open;
    private final TimeSeries series;

    TimeCharts(LoadResult result) {
        this.result = result;
        this.plan = result.plan();
        this.open = plan.load().model().isOpen();
        this.series = new TimeSeries(result);
    }

    /** Returns what all charts share: the points in time, the stages, and where the load broke a budget. */
    ObjectNode axis() {
        ObjectNode json = JsonFormat.object();
        json.put("start", result.facts().startedAt().toEpochMilli());
        json.set("times", Series.array(series.times()));
        ArrayNode stages = json.putArray("stages");
        List<String> words = LoadLine.stages(plan.load());
        for (int i = 0; i < result.stages().size(); i++) {
            Scope scope = result.stages().get(i).scope();
            if (!scope.length().isZero()) {
                stages.addObject()
                        .put("number", i + 1)
                        .put("label", words.get(i))
                        .put("from", seconds(scope.from()))
                        .put("to", seconds(scope.from().plus(scope.length())));
            }
        }
        ArrayNode marks = json.putArray("marks");
        result.breakpoint()
                .ifPresent(found -> found.levels().stream()
                        .filter(level -> level.finding() == Breakpoint.Finding.BROKE)
                        .findFirst()
                        .ifPresent(level -> marks.addObject()
                                .put("at", seconds(level.from()))
                                .put("label", "broke at " + found.shown(level.level()))));
        return json;
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    /** Returns an explanation of how to read the charts. */
    String legend() {
        String points = series.isDownsampled()
                ? "Each point covers " + Format.digits(series.pointSeconds())
                        + " s: lines show all its requests, and the shaded band extends from the lowest to the highest"
                        + " value of the individual "
                        + (series.slotSeconds() == 1
                                ? "seconds."
                                : "slots of " + Format.digits(series.slotSeconds()) + " s.")
                : "Each point covers " + Format.digits(series.pointSeconds()) + " s.";
        return points
                + " Latencies are shown at the time when a request was scheduled, throughput when it completed. The bands behind the"
                + " lines are the stages. The time of day, in UTC, is below the time of the run.";
    }

    List<Chart> ofLoad() {
        List<Chart> charts = new ArrayList<>();
        charts.add(plannedAndAchieved());
        charts.add(chart(
                "requests",
                "Requests per second",
                "Requests that started, and requests that ended ok, in each second.",
                "/s",
                series.perSecond("started", 5, "ok", "errors", "interrupted"),
                series.perSecond("ended ok", 3, "completed")));
        if (open && hasLog()) {
            charts.add(chart(
                    "in-flight",
                    "Requests in flight",
                    "The maximum number of requests in flight at the same time.",
                    "",
                    series.line("in flight (peak)", 1, "in_flight")));
        }
        charts.add(chart(
                "tokens",
                "Output tokens per second" + Figures.estimated(result, Metric.OUTPUT_TOKEN_THROUGHPUT),
                "Output tokens of the requests that ended ok, counted when each request ended.",
                "tok/s",
                series.perSecond("output tokens", 1, "output_tokens")));
        return charts;
    }

    private boolean hasLog() {
        return !result.facts().generator().slots().isEmpty();
    }

    private Chart plannedAndAchieved() {
        if (plan.load().replay().isPresent()) {
            return chart(
                    "load",
                    "Load: arrivals of the trace",
                    "Requests per second that started when the trace said.",
                    "/s",
                    series.perSecond("started", 1, "ok", "errors", "interrupted"));
        }
        if (open) {
            return chart(
                    "load",
                    "Load: planned and achieved arrival rate",
                    "Requests per second that were planned, and those that started.",
                    "/s",
                    series.planned("planned", plan.load()),
                    series.perSecond("started", 1, "ok", "errors", "interrupted"));
        }
        List<Series> lines = new ArrayList<>();
        lines.add(series.planned("planned users", plan.load()));
        if (hasLog()) {
            lines.add(series.line("users with a request in flight (peak)", 1, "in_flight"));
        }
        return chart(
                "load",
                "Load: planned and achieved active users",
                "Virtual users that were planned, and those that had a request in flight. A user that pauses between two"
                        + " requests does not have one.",
                "users",
                lines.toArray(Series[]::new));
    }

    List<Chart> ofLatencies() {
        return Stream.of(Metric.TTFT, Metric.TPOT, Metric.E2E)
                .filter(metric -> !result.run().latency(metric).isEmpty())
                .map(this::latency)
                .toList();
    }

    private Chart latency(Metric metric) {
        List<Series> lines = new ArrayList<>();
        List<String> spans = new ArrayList<>();
        add(lines, spans, "p50", 1, metric, 50);
        add(lines, spans, "p95", 2, metric, 95);
        add(lines, spans, "p99", 4, metric, 99);
        if (open && metric == Metric.TTFT) {
            add(lines, spans, "p95 from schedule", 5, Metric.TTFT_FROM_SCHEDULE, 95);
        }
        String percentiles = "For requests that ended ok, at the time when they were scheduled"
                + (spans.isEmpty() ? "" : "; " + String.join(", ", spans))
                + ". A p95 is only shown for at least 20 requests, a p99 for at least 100.";
        plan.budgets().stream()
                .filter(budget -> budget.metric() == metric && budget.bound() == Budget.Bound.AT_MOST)
                .filter(budget -> !budget.isDerived())
                .forEach(budget -> lines.add(limit(budget)));
        return chart(
                metric.key(),
                metric.label() + " over time" + Figures.estimated(result, metric),
                percentiles
                        + (lines.stream().anyMatch(Series::isPlanned)
                                ? " A dashed grey line is a budget's limit."
                                : ""),
                "ms",
                lines.toArray(Series[]::new));
    }

    /** Adds a percentile, with a note if its values cover several points in time. */
    private void add(List<Series> lines, List<String> spans, String label, int tone, Metric metric, double percent) {
        Optional<Series> line = series.statistic(label, tone, metric, Statistic.percentile(percent));
        line.ifPresentOrElse(lines::add, () -> spans.add("too few requests for a " + label + " over time"));
        line.filter(drawn -> drawn.seconds() > series.pointSeconds())
                .ifPresent(drawn -> spans.add(label + " of " + Format.digits(drawn.seconds()) + " s at a time"));
    }

    private Series limit(Budget budget) {
        Scope scope = budget.stage().isPresent()
                ? result.stage(budget.stage().getAsInt()).scope()
                : result.run().scope();
        double from = seconds(scope.from());
        String label = "limit " + budget.statistic().label() + " " + budget.shownLimit();
        return series.limit(label, budget.limit() / 1e3, from, from + seconds(scope.length()));
    }

    /** Draws each kind of error that occurred. Returns no chart if there was none. */
    List<Chart> ofErrors() {
        List<Series> lines = new ArrayList<>();
        for (Outcome kind : Outcome.values()) {
            if (kind.isError() && result.run().count(kind) > 0) {
                lines.add(series.perSecond(kind.word(), lines.size() + 1, "error_" + kind.word()));
            }
        }
        return lines.isEmpty()
                ? List.of()
                : List.of(chart(
                        "errors",
                        "Errors by kind",
                        "Failed requests per second, at the time when they were scheduled.",
                        "/s",
                        lines.toArray(Series[]::new)));
    }

    List<Chart> ofGenerator() {
        if (!hasLog()) {
            return List.of();
        }
        double tolerance = plan.lagTolerance().toNanos() / 1e6;
        List<Series> lines = new ArrayList<>();
        series.statistic("longest dispatch lag", 1, Metric.DISPATCH_LAG, Statistic.MAX)
                .ifPresent(lines::add);
        lines.add(series.line("longest stall", 2, "longest_stall_ms"));
        lines.add(series.limit("tolerance", tolerance, 0, Double.MAX_VALUE));
        return List.of(chart(
                "generator",
                "Delays of the generator itself",
                "The longest dispatch lag of a request, and the longest stall of the generator. Requests that a stall above the"
                        + " dashed line held back are sent as a burst, so verdicts on arrivals leave out the time around it.",
                "ms",
                lines.toArray(Series[]::new)));
    }

    private static Chart chart(String id, String title, String sentence, String unit, Series... lines) {
        ObjectNode data = JsonFormat.object().put("kind", "time").put("unit", unit);
        ArrayNode array = data.putArray("series");
        for (Series line : lines) {
            array.add(line.json());
        }
        return new Chart(id, title, sentence, data);
    }
}
