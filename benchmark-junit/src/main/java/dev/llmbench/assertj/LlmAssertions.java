package dev.llmbench.assertj;

import dev.llmbench.result.LoadResult;
import org.jspecify.annotations.Nullable;

/**
 * Entry point of the assertions on a load test's result:
 *
 * <pre>{@code
 * assertThat(result).ttft().p95().isLessThanOrEqualTo(ofMillis(300))
 *         .and().errorRate().isAtMost("1%");
 * }</pre>
 *
 * <p>An import of this class's {@code assertThat} gets along with one of AssertJ's own.
 */
public final class LlmAssertions {
    private LlmAssertions() {}

    /** Starts assertions on what was measured. */
    @CheckReturnValue
    public static LoadResultAssert assertThat(@Nullable LoadResult actual) {
        return new LoadResultAssert(actual);
    }
}
