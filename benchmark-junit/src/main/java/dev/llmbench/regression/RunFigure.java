package dev.llmbench.regression;

/**
 * A figure and the run that it is of.
 *
 * @param figure what was measured
 * @param epoch the word for the time in which runs are alike; a change that is meant begins another one
 * @param label how the run is named to people: the start of its commit, or the time at which it started
 * @param counts whether the run is part of the baseline; one that broke a budget shows a step and does not count
 */
public record RunFigure(MeasuredFigure figure, String epoch, String label, boolean counts) {}
