package dev.llmbench.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The limits that a successful request must meet to count as good. Limits are durations above zero, such as {@code 300ms};
 * by default there are none.
 *
 * <pre>{@code
 * @LlmLoadTest(
 *         endpoint = "http://localhost:8000",
 *         dataset = "prompts.jsonl",
 *         stages = @Stage(target = 10, duration = "1m"),
 *         goodput = @Goodput(ttft = "300ms", tpot = "50ms"))
 * void mostRequestsAreGood(LoadResult result) {
 *     assertThat(result).goodFraction().isGreaterThanOrEqualTo(0.95);
 * }
 * }</pre>
 */
@Documented
@Target({})
@Retention(RetentionPolicy.RUNTIME)
public @interface Goodput {
    /** The maximum time to first token. Default: no limit. */
    String ttft() default "";

    /** The maximum time per output token after the first. Default: no limit. */
    String tpot() default "";

    /** The maximum time to the end of the response. Default: no limit. */
    String e2e() default "";
}
