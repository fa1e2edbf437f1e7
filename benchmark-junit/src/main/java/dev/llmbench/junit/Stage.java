package dev.llmbench.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * One stage of the load, which moves from the previous level to its target in equal steps. A stage with the target of the
 * previous one holds the level.
 *
 * <pre>{@code
 * @LlmLoadTest(
 *         endpoint = "http://localhost:8000",
 *         dataset = "prompts.jsonl",
 *         stages = {@Stage(target = 10, duration = "30s"), @Stage(target = 10, duration = "2m")})
 * void staysFast() {}
 * }</pre>
 */
@Documented
@Target({})
@Retention(RetentionPolicy.RUNTIME)
public @interface Stage {
    /**
     * The level at the end of the stage: a whole number of virtual users, or requests per second; 0 or more. Anything else
     * fails the test.
     */
    double target();

    /**
     * The stage's length in k6's format, such as {@code 30s} or {@code 1m30s}; {@code 0s} jumps to the target. Anything else
     * fails the test.
     */
    String duration();
}
