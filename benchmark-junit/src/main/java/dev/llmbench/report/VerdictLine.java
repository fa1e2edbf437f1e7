package dev.llmbench.report;

/**
 * The verdict on one budget, as it is shown.
 *
 * @param status the verdict in a word or two, such as {@code PASS (proven)}
 * @param text what was limited and what was measured, on one line
 * @param failed whether it fails the test
 */
public record VerdictLine(String status, String text, boolean failed) {}
