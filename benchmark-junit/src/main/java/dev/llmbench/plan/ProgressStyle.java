package dev.llmbench.plan;

/**
 * How the console shows a run that goes on.
 *
 * <pre>{@code
 * LoadTestBuilder described = LoadTest.builder().progress(ProgressStyle.LINES);
 * }</pre>
 */
public enum ProgressStyle {
    /** {@link #LIVE} in a terminal that can, {@link #LINES} elsewhere. */
    AUTO,
    /** A view of a few lines that is rewritten in place, also where no terminal is recognised. */
    LIVE,
    /** A line every five seconds. */
    LINES,
    /** Nothing until the summary. */
    NONE
}
