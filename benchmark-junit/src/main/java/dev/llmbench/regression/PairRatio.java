package dev.llmbench.regression;

/**
 * How two endpoints with the same code differed in an earlier run.
 *
 * @param log the logarithm of the ratio of their figures
 * @param error its standard error
 */
public record PairRatio(double log, double error) {}
