package dev.llmbench.plan;

/**
 * How sure a verdict has to be before it decides: which verdicts on a budget fail the test. A figure without a sample
 * fails by each. Where nothing can be proven, each goes by the figure: for a count, a least and a greatest value, which
 * are facts of the run, and while the load is not held at one level.
 *
 * <pre>{@code
 * LoadTestBuilder described = LoadTest.builder().evidence(Evidence.PROVEN_PASS);
 * }</pre>
 */
public enum Evidence {
    /** A breach and an inconclusive budget fail: by the figure as it was measured, however few its samples. */
    POINT,
    /** Only a breach that is proven at 95 % fails: for pull requests, where a false alarm costs most. */
    PROVEN_BREACH,
    /** Only a pass that is proven at 95 % is green: for releases, where a missed regression costs most. */
    PROVEN_PASS
}
