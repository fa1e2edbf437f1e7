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
 * <p>Static imports of this {@code assertThat} and of AssertJ's own can be used together.
 */
public final class LlmAssertions {
    private LlmAssertions() {}

    /** Starts assertions on a result. */
    @CheckReturnValue
    public static LoadResultAssert assertThat(@Nullable LoadResult actual) {
        return new LoadResultAssert(actual);
    }
}
