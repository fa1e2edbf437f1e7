package dev.llmbench.plan;

/**
 * The unit of a trace's times.
 *
 * <pre>{@code
 * DatasetOptions options = DatasetOptions.ofDefaults().withTimeUnit(TraceTimeUnit.SECONDS);
 * }</pre>
 */
public enum TraceTimeUnit {
    /** Inferred from the times: the default. If they are ambiguous, the trace is rejected. */
    AUTO,

    /** Seconds, with or without fractions. */
    SECONDS,

    /** Milliseconds, with or without fractions. */
    MILLISECONDS
}
