package dev.llmbench.report.html;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmbench.regression.ComparedFigure;
import dev.llmbench.regression.RelativeVerdict;
import dev.llmbench.regression.RunFigure;
import dev.llmbench.report.json.JsonFormat;
import dev.llmbench.result.FigureComparison;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * Draws the figures of relative budgets run by run: the runs of each epoch, those that do not count, this run, and the
 * baseline.
 */
final class HistoryCharts {
    private static final int TONE_OF_THIS_RUN = 1;
    private static final int TONE_OF_OTHERS = 2;
    private static final int FIRST_TONE_OF_EPOCHS = 3;
    private static final double SPREADS = 2;

    private HistoryCharts() {}

    static List<Chart> of(List<FigureComparison> comparisons) {
        return of("history", "", comparisons);
    }

    /**
     * Returns the charts of one of several tests in a page.
     *
     * @param id identifies the test in the page
     * @param title begins each title
     */
    static List<Chart> of(String id, String title, List<FigureComparison> comparisons) {
        List<Chart> charts = new ArrayList<>();
        comparisons.stream()
                .filter(comparison -> !comparison.before().isEmpty())
                .forEach(comparison -> charts.add(chart(id + "-" + charts.size(), title, comparison)));
        return charts;
    }

    private static Chart chart(String id, String title, FigureComparison comparison) {
        ComparedFigure figure = comparison.verdict().budget().figure();
        boolean isLatency = figure.metric().isLatency();
        ObjectNode data = JsonFormat.object()
                .put("kind", "scatter")
                .put("unit", isLatency ? "ms" : "/s")
                .put("x_unit", "run");
        List<RunFigure> runs = new ArrayList<>(comparison.before());
        runs.add(comparison.now());
        double[] numbers = new double[runs.size()];
        Arrays.setAll(numbers, i -> i + 1);
        data.set("x", Series.array(numbers));
        double scale = isLatency ? 1e-3 : 1;
        ArrayNode series = data.putArray("series");
        series.add(points("this run", TONE_OF_THIS_RUN, runs, scale, run -> run.equals(comparison.now()))
                .json());
        if (runs.stream().anyMatch(run -> !run.counts())) {
            series.add(points("does not count", TONE_OF_OTHERS, runs, scale, run -> !run.counts())
                    .json());
        }
        int tone = FIRST_TONE_OF_EPOCHS;
        for (String epoch :
                comparison.before().stream().map(RunFigure::epoch).distinct().toList()) {
            String label = epoch.isEmpty() ? "earlier runs" : "epoch " + epoch;
            series.add(points(
                            label,
                            tone++,
                            runs,
                            scale,
                            run -> !run.equals(comparison.now())
                                    && run.counts()
                                    && run.epoch().equals(epoch))
                    .json());
        }
        baseline(series, comparison.verdict(), runs.size(), scale);
        return new Chart(
                id,
                title + figure.label() + " run by run",
                comparison.verdict().message()
                        + ". The dashed line is the baseline, and the shaded band extends two of its spreads to either side.",
                data);
    }

    private static Series points(
            String label, int tone, List<RunFigure> runs, double scale, Predicate<RunFigure> isMeant) {
        double[] values = runs.stream()
                .mapToDouble(run -> isMeant.test(run) ? run.figure().value() * scale : Double.NaN)
                .toArray();
        return new Series(label, tone, values);
    }

    private static void baseline(ArrayNode series, RelativeVerdict verdict, int runs, double scale) {
        if (verdict.baseline().isEmpty()) {
            return;
        }
        double level = verdict.baseline().getAsDouble() * scale;
        double factor = Math.exp(SPREADS * verdict.spread().orElse(0));
        series.add(new Series("baseline", 0, Series.constant(level, runs))
                .between(Series.constant(level / factor, runs), Series.constant(level * factor, runs))
                .planned()
                .json());
    }
}
