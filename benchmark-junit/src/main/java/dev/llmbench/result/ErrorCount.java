package dev.llmbench.result;

import dev.llmbench.sample.Outcome;

/**
 * How often one error happened.
 *
 * <pre>{@code
 * result.commonestErrors().forEach(error -> System.err.println(error.count() + " x " + error.message()));
 * }</pre>
 *
 * @param outcome its kind
 * @param message its text, cut and with secrets masked
 * @param count how many requests ended so
 */
public record ErrorCount(Outcome outcome, String message, long count) {}
