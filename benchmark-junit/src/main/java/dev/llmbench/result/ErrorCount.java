package dev.llmbench.result;

import dev.llmbench.metric.Outcome;

/**
 * How often one error happened.
 *
 * @param outcome its kind
 * @param message its text, cut and with secrets masked
 * @param count how many requests ended so
 */
public record ErrorCount(Outcome outcome, String message, long count) {}
