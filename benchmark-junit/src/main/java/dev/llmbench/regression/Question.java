package dev.llmbench.regression;

/**
 * A budget and the figures that it is judged on.
 *
 * @param budget the budget
 * @param now the figure of the run that is judged; whether the run counts does not matter
 * @param baseline the earlier runs
 */
public record Question(RelativeBudget budget, RunFigure now, Baseline baseline) {}
