package dev.llmbench.result;

import dev.llmbench.regression.RelativeVerdict;
import dev.llmbench.regression.RunFigure;
import java.util.List;

/**
 * A figure of this run beside those of earlier runs.
 *
 * <pre>{@code
 * result.comparisons().all().forEach(comparison -> System.out.println(comparison.verdict()));
 * }</pre>
 *
 * @param verdict how the budget on it came out
 * @param now the figure of this run
 * @param before those of the earlier runs, in their order
 */
public record FigureComparison(RelativeVerdict verdict, RunFigure now, List<RunFigure> before) {

    public FigureComparison {
        before = List.copyOf(before);
    }
}
