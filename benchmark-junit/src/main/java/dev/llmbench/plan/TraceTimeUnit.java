package dev.llmbench.plan;

/**
 * What the numbers of a trace's times count.
 *
 * <pre>{@code
 * DatasetOptions options = DatasetOptions.ofDefaults().withTimeUnit(TraceTimeUnit.SECONDS);
 * }</pre>
 */
public enum TraceTimeUnit {
    /** Told by the times themselves: the default. Where they can be either, the trace is refused. */
    AUTO,

    /** Seconds, with fractions or without. */
    SECONDS,

    /** Milliseconds, with fractions or without. */
    MILLISECONDS
}
