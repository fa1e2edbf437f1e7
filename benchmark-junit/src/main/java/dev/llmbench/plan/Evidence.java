package dev.llmbench.plan;

/**
 * How much evidence a verdict needs, and so which verdicts on a budget fail the test. A figure without samples always fails.
 * If nothing can be proven, the measured figure decides: for counts, minima and maxima, which are facts of the run, and
 * while the load is not held at one level.
 *
 * <pre>{@code
 * LoadTestBuilder described = LoadTest.builder().evidence(Evidence.PROVEN_PASS);
 * }</pre>
 */
public enum Evidence {
    /** The measured figure decides, however few samples it has: breaches and inconclusive budgets fail. */
    POINT,
    /** Only a breach that is proven with 95 % confidence fails: for pull requests, where a false alarm costs most. */
    PROVEN_BREACH,
    /** Only a pass that is proven with 95 % confidence passes: for releases, where a missed regression costs most. */
    PROVEN_PASS
}
