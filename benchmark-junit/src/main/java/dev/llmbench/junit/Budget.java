package dev.llmbench.junit;

import dev.llmbench.metric.Metric;
import dev.llmbench.plan.Evidence;
import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A limit on one figure of the run or of one stage, judged before the test's body. Exactly one of {@link #atMost()},
 * {@link #atLeast()} and {@link #noWorseThan()} is given.
 *
 * <pre>{@code
 * @LlmLoadTest(
 *         endpoint = "http://localhost:8000",
 *         dataset = "prompts.jsonl",
 *         stages = {@Stage(target = 10, duration = "1m"), @Stage(target = 10, duration = "5m")},
 *         budgets = {
 *             @Budget(metric = TTFT, atMost = "300ms", stage = 2),
 *             @Budget(metric = TPOT, statistic = "mean", atMost = "40ms", stage = 2),
 *             @Budget(metric = OUTPUT_TOKEN_THROUGHPUT, atLeast = "900/s"),
 *             @Budget(metric = TTFT, noWorseThan = "5%"),
 *             @Budget(metric = TTFT, statistic = "drift", atMost = "5%/h"),
 *             @Budget(metric = TTFT, statistic = "recovery", atMost = "15s"),
 *             @Budget(metric = REQUEST_THROUGHPUT, statistic = "breakpoint", atLeast = "40/s")
 *         })
 * void staysFast() {}
 * }</pre>
 */
@Documented
@Target({})
@Retention(RetentionPolicy.RUNTIME)
public @interface Budget {
    /** What is limited. */
    Metric metric();

    /**
     * Which figure of a latency: {@code p50}, {@code p95}, {@code p99.9} (any percentile), {@code mean}, {@code min} or
     * {@code max}. Default: {@code p95} of a latency; a rate, a throughput or a count is one figure and has none, and
     * fails the test where one is given. Three are of the whole run: {@code drift} of a latency or the error rate, how much
     * it rises an hour while the load is held, {@code recovery} of a latency, how long after the load's spike its p95 stays
     * above its level before and 20 %, and {@code breakpoint} of the request throughput, the highest arrival rate that held.
     * A recovery without a spike, and a breakpoint without {@code BREAKPOINT} or {@code SEARCH}, fails the test.
     */
    String statistic() default "";

    /**
     * The most that the figure may be, in the metric's own unit: {@code 300ms} for a latency, {@code 1%} or {@code 0.01}
     * for a share, {@code 40/s} for a rate, {@code 5} for a count. Default: no such limit.
     */
    String atMost() default "";

    /** The least that the figure may be, in the units of {@link #atMost()}. Default: no such limit. */
    String atLeast() default "";

    /**
     * By how much the figure may be worse than in earlier runs of this test with the same load on the same class of machine,
     * such as {@code 5%}: a latency higher, a throughput lower. Only a difference that is proven fails, unless the
     * {@link #evidence()} asks for more; the first run has nothing to compare with and passes. Fails the test on anything but
     * a percentile or the mean of a latency, and throughputs. Default: no such limit.
     */
    String noWorseThan() default "";

    /** The stage that is judged, counted from 1. Default 0: the whole run. A stage that is not there fails the test. */
    int stage() default 0;

    /**
     * The turn of the conversations that is judged, counted from 1; 32 is that turn and all later ones together. Default 0:
     * all requests. Fails the test without {@link LlmLoadTest#conversations()}, with a stage, and of what is not measured by
     * turn.
     */
    int turn() default 0;

    /** How sure the verdict has to be to decide: one of the policies. Default: none, then that of the test holds. */
    Evidence[] evidence() default {};
}
