package dev.llmbench.report;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.Measurement;
import dev.llmbench.sample.Arm;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** Shows the figures of two endpoints next to each other, and how much they differ. */
public final class ArmsTable {
    private static final List<Figure> FIGURES = figures();

    private ArmsTable() {}

    private record Figure(String header, Metric metric, Statistic statistic) {

        OptionalDouble of(Measurement run) {
            return metric.isLatency() ? run.latency(metric).micros(statistic) : run.value(metric, statistic);
        }

        String shown(Measurement run) {
            return metric.isLatency()
                    ? Figures.time(run.latency(metric), statistic).strip()
                    : Figures.rate(run, metric);
        }
    }

    private static List<Figure> figures() {
        List<Figure> figures = new ArrayList<>();
        for (Metric metric : List.of(Metric.TTFT, Metric.TPOT, Metric.E2E)) {
            for (int percent : new int[] {50, 95}) {
                figures.add(new Figure(metric.name() + " p" + percent, metric, Statistic.percentile(percent)));
            }
        }
        figures.add(new Figure("req/s", Metric.REQUEST_THROUGHPUT, Statistic.VALUE));
        figures.add(new Figure("tok/s", Metric.OUTPUT_TOKEN_THROUGHPUT, Statistic.VALUE));
        return figures;
    }

    public static List<String> headers() {
        return Stream.concat(
                        Stream.of("Endpoint", "ok", "errors"), FIGURES.stream().map(Figure::header))
                .toList();
    }

    /** Returns a row for each endpoint, and one with the candidate's difference; none for a run with one endpoint. */
    public static List<List<String>> rows(LoadResult result) {
        if (result.baseline().isEmpty()) {
            return List.of();
        }
        Measurement candidate = result.run();
        Measurement baseline = result.baseline().get().run();
        List<String> change = new ArrayList<>(List.of("change", "", ""));
        FIGURES.forEach(figure -> change.add(change(figure.of(candidate), figure.of(baseline))));
        return List.of(row(Arm.CANDIDATE, candidate), row(Arm.BASELINE, baseline), change);
    }

    private static List<String> row(Arm arm, Measurement run) {
        List<String> cells = new ArrayList<>(List.of(arm.word(), Figures.count(run.ok()), Figures.count(run.errors())));
        FIGURES.forEach(figure -> cells.add(figure.shown(run)));
        return cells;
    }

    private static String change(OptionalDouble candidate, OptionalDouble baseline) {
        return candidate.isEmpty() || baseline.orElse(0) == 0
                ? "-"
                : String.format(Locale.ROOT, "%+.1f %%", (candidate.getAsDouble() / baseline.getAsDouble() - 1) * 100);
    }
}
