package dev.llmbench.regression;

/**
 * A figure of a run.
 *
 * @param figure the measured figure
 * @param epoch the epoch of the run; intended changes begin a new one
 * @param label the name of the run for display: the start of its commit, or the time at which it started
 * @param counts whether the run is part of the baseline; a run that broke a budget does not count, but shows a step
 */
public record RunFigure(MeasuredFigure figure, String epoch, String label, boolean counts) {}
