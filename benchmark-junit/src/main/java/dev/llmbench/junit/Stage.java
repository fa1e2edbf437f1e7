package dev.llmbench.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * One stage of the load: from the level before it, in equal steps, to its target. A stage with the target of the one
 * before it holds the level.
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
    /** The level at the stage's end: virtual users, a whole number from 0 up. Anything else fails the test. */
    double target();

    /**
     * The stage's length as k6 writes it, such as {@code 30s} or {@code 1m30s}; {@code 0s} jumps to the target. Anything
     * else fails the test.
     */
    String duration();
}
