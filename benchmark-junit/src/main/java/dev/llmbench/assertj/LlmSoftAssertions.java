package dev.llmbench.assertj;

import dev.llmbench.result.LoadResult;
import java.util.function.Consumer;
import org.assertj.core.api.AbstractSoftAssertions;
import org.assertj.core.api.SoftAssertionsProvider;
import org.assertj.core.api.StandardSoftAssertionsProvider;

/**
 * Soft assertions on a load test's result and on everything that AssertJ's own support: each statement continues after a
 * failure, and {@link #assertAll()} reports all of them. AssertJ's {@code SoftAssertionsExtension} can inject them.
 *
 * <pre>{@code
 * LlmSoftAssertions.assertSoftly(softly -> {
 *     softly.assertThat(result).ttft().p95().isLessThan(ofMillis(300));
 *     softly.assertThat(result).errorRate().isLessThanOrEqualTo(0.01);
 * });
 * }</pre>
 */
public class LlmSoftAssertions extends AbstractSoftAssertions implements StandardSoftAssertionsProvider {

    private final FailureMode soft = new FailureMode() {
        @Override
        public void failed(AssertionError error) {
            collectAssertionError(error);
        }

        @Override
        public LoadResultAssert assertThat(LoadResult result) {
            // The proxy softens the methods of AbstractAssert; the mode softens the rest, including figures.
            return proxy(LoadResultAssert.class, LoadResult.class, result).failing(this);
        }
    };

    /** Runs the assertions and reports all failures. */
    public static void assertSoftly(Consumer<LlmSoftAssertions> assertions) {
        SoftAssertionsProvider.assertSoftly(LlmSoftAssertions.class, assertions);
    }

    /** Starts assertions on a result. */
    @CheckReturnValue
    public LoadResultAssert assertThat(LoadResult actual) {
        return soft.assertThat(actual);
    }
}
