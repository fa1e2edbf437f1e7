package dev.llmbench.regression;

/**
 * A budget and what it is judged on.
 *
 * @param budget what is asked
 * @param now the figure of the run that is judged; whether it counts does not matter
 * @param baseline the earlier runs
 */
public record Question(RelativeBudget budget, RunFigure now, Baseline baseline) {}
