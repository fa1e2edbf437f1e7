package dev.llmbench.plan;

/**
 * How the console shows the progress of a run.
 *
 * <pre>{@code
 * LoadTestBuilder described = LoadTest.builder().progress(ProgressStyle.LINES);
 * }</pre>
 */
public enum ProgressStyle {
    /** {@link #LIVE} in a terminal that supports it, {@link #LINES} elsewhere. */
    AUTO,
    /** A view of a few lines that is rewritten in place, even if no terminal is detected. */
    LIVE,
    /** A line every five seconds. */
    LINES,
    /** Nothing until the summary. */
    NONE
}
