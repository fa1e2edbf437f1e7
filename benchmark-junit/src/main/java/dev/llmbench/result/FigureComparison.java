package dev.llmbench.result;

import dev.llmbench.regression.RelativeVerdict;
import dev.llmbench.regression.RunFigure;
import java.util.List;

/**
 * A figure of this run, compared with those of earlier runs.
 *
 * <pre>{@code
 * result.comparisons().all().forEach(comparison -> System.out.println(comparison.verdict()));
 * }</pre>
 *
 * @param verdict the verdict on its budget
 * @param now the figure of this run
 * @param before the figures of the earlier runs, in order
 */
public record FigureComparison(RelativeVerdict verdict, RunFigure now, List<RunFigure> before) {

    public FigureComparison {
        before = List.copyOf(before);
    }
}
