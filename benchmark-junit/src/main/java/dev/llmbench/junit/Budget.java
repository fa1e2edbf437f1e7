package dev.llmbench.junit;

import dev.llmbench.metric.Metric;
import dev.llmbench.plan.Evidence;
import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A limit on one figure of the run or of one stage, judged before the test's body. Exactly one of {@link #atMost()}, {@link
 * #atLeast()} and {@link #noWorseThan()} must be set.
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
    /** The metric that is limited. */
    Metric metric();

    /**
     * The statistic of a latency: {@code p50}, {@code p95}, {@code p99.9} (any percentile), {@code mean}, {@code min} or
     * {@code max}. Default: {@code p95} for a latency; a rate, a throughput or a count is a single figure, for which a
     * statistic fails the test. Three statistics are measured over the whole run: {@code drift}, by how much a latency or
     * the error rate rises per hour while the load is held; {@code recovery}, how long after a spike the p95 of a latency
     * stays more than 20 % above its level before the spike; and {@code breakpoint}, the highest arrival rate that held, for
     * the request throughput. A recovery without a spike, and a breakpoint without {@code BREAKPOINT} or {@code SEARCH},
     * fails the test.
     */
    String statistic() default "";

    /**
     * The maximum of the figure, in the metric's own unit: {@code 300ms} for a latency, {@code 1%} or {@code 0.01} for a
     * share, {@code 40/s} for a rate, {@code 5} for a count. Default: no such limit.
     */
    String atMost() default "";

    /** The minimum of the figure, in the units of {@link #atMost()}. Default: no such limit. */
    String atLeast() default "";

    /**
     * How much worse the figure may be than in earlier runs of this test with the same load on the same class of machine,
     * such as {@code 5%}: higher for a latency, lower for a throughput. Only a proven difference fails, unless the {@link
     * #evidence()} is stricter; the first run has nothing to compare with and passes. Only percentiles and the mean of a
     * latency, and throughputs, can be compared; anything else fails the test. Default: no such limit.
     */
    String noWorseThan() default "";

    /** The stage that is judged, counted from 1. Default 0: the whole run. A stage that does not exist fails the test. */
    int stage() default 0;

    /**
     * The turn of the conversations that is judged, counted from 1; 32 stands for that turn and all later ones. Default 0:
     * all turns. Fails the test without {@link LlmLoadTest#conversations()}, together with a stage, and for metrics that are
     * not measured by turn.
     */
    int turn() default 0;

    /** How much evidence the verdict needs; at most one policy. Default: that of the test. */
    Evidence[] evidence() default {};
}
