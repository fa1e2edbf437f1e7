package dev.llmbench.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a client cannot see of the model and of the hardware that serves it: what MBU (model bandwidth utilization) and MTU
 * (model throughput utilization, which is MFU said in tokens) are worked out from. Stands on a load test or on its class;
 * that of the method takes the place of the class's, whole. Without it, and where a figure is missing, these metrics are
 * absent: nothing is guessed.
 *
 * <pre>{@code
 * @LlmLoadTest(
 *         endpoint = "http://localhost:8000",
 *         dataset = "prompts.jsonl",
 *         stages = @Stage(target = 10, duration = "5m"))
 * @ModelProfile(model = "llama-3.1-70b", accelerator = "h100-sxm", devices = 4, bytesPerParameter = 1)
 * void usesItsMemoryWell(LoadResult result) {
 *     assertThat(result).mbu().isGreaterThanOrEqualTo(0.4);
 * }
 * }</pre>
 *
 * <p>Figures given here take the stead of ready-made ones and of the file's. Those of ready-made models and accelerators are
 * of BF16, dense, each with its source in {@code models.json} and {@code accelerators.json} of
 * {@code dev/llmbench/plan}. The key {@code llmbench.model-profile} takes the place of all this for one run: a file, or
 * {@code model@accelerator}, with {@code model@4xaccelerator} for four of them.
 *
 * <p>What is no number above 0, or an unknown name, fails the test before anything is sent.
 */
@Documented
@Inherited
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface ModelProfile {
    /** A ready-made model, such as {@code llama-3.1-8b}. Default: none. */
    String model() default "";

    /** A ready-made accelerator, such as {@code h100-sxm}. Default: none. */
    String accelerator() default "";

    /** How many of these accelerators serve the model together. Default 1. */
    int devices() default 1;

    /**
     * A JSON file with the same names as here in snake case, such as {@code bytes_per_parameter}; found as datasets are.
     * Default: none. Not together with {@link #model()} and {@link #accelerator()}, which stand in the file then.
     */
    String file() default "";

    /** All parameters of the model. Default NaN: not given. */
    double parameters() default Double.NaN;

    /** The parameters that one token uses; fewer in a mixture of experts. Default NaN: all of them. */
    double activeParameters() default Double.NaN;

    /** Bytes of a parameter as it is served: 2 for BF16, 1 for FP8, 0.5 for 4 bits. Default NaN: not given. */
    double bytesPerParameter() default Double.NaN;

    /** Layers with a KV cache. Default NaN: not given. */
    double layers() default Double.NaN;

    /** KV heads of a layer. Default NaN: not given. */
    double kvHeads() default Double.NaN;

    /** Numbers in a key or a value of one head. Default NaN: not given. */
    double headSize() default Double.NaN;

    /** Bytes of each of these numbers as it is served. Default NaN: not given. */
    double bytesPerKvNumber() default Double.NaN;

    /** Bytes of the KV cache for one token, in place of the four above. Default NaN: not given. */
    double kvBytesPerToken() default Double.NaN;

    /** Peak memory bandwidth of all devices together, in bytes a second. Default NaN: not given. */
    double peakBandwidth() default Double.NaN;

    /** Peak dense FLOP/s of all devices together in the precision that is computed in. Default NaN: not given. */
    double peakFlops() default Double.NaN;
}
