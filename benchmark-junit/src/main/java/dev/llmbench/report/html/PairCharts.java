package dev.llmbench.report.html;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmbench.regression.ComparedFigure;
import dev.llmbench.report.json.JsonFormat;
import dev.llmbench.result.FigureComparison;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Draws by how much the figures of relative budgets differ between two endpoints, block by block. */
final class PairCharts {
    private static final double PERCENT = 100;

    private PairCharts() {}

    static List<Chart> of(List<FigureComparison> comparisons) {
        List<Chart> charts = new ArrayList<>();
        comparisons.stream()
                .filter(comparison -> !comparison.blocks().isEmpty())
                .forEach(comparison -> charts.add(chart("pair-" + charts.size(), comparison)));
        return charts;
    }

    private static Chart chart(String id, FigureComparison comparison) {
        ComparedFigure figure = comparison.verdict().budget().figure();
        double[] logs = comparison.blocks().stream().mapToDouble(log -> log).toArray();
        ObjectNode data =
                JsonFormat.object().put("kind", "scatter").put("unit", "%").put("x_unit", "block");
        double[] numbers = new double[logs.length];
        Arrays.setAll(numbers, i -> i + 1);
        data.set("x", Series.array(numbers));
        ArrayNode series = data.putArray("series");
        double[] percents = Arrays.stream(logs).map(log -> percent(figure, log)).toArray();
        series.add(new Series("block", 1, percents).json());
        double mean = Arrays.stream(logs).average().orElse(0);
        series.add(new Series("mean", 0, Series.constant(percent(figure, mean), logs.length))
                .planned()
                .json());
        return new Chart(
                id, figure.label() + " compared with the baseline, block by block", sentence(comparison), data);
    }

    private static String sentence(FigureComparison comparison) {
        return String.format(
                Locale.ROOT,
                "Above 0, the candidate is worse. The dashed line is the mean, which is judged. As a check that assumes"
                        + " no distribution, the Hodges–Lehmann estimate is %+.1f %%, and Wilcoxon's signed-rank test gives"
                        + " p = %.2g.",
                percent(
                        comparison.verdict().budget().figure(),
                        comparison.byRanks().estimate()),
                comparison.byRanks().chance());
    }

    private static double percent(ComparedFigure figure, double log) {
        return figure.worseBy(log) * PERCENT;
    }
}
