package dev.llmbench.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The figures of the model and its hardware that a client cannot observe and from which MBU (model bandwidth utilization)
 * and MTU (model throughput utilization, which is MFU in terms of tokens) are computed. Annotates a load test or its class;
 * the method's annotation replaces that of the class as a whole. Without it, or if a figure is missing, these metrics are
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
 * <p>Figures given here override predefined ones and those of the file. The figures of predefined models and accelerators
 * are for BF16, dense, each with its source in {@code models.json} and {@code accelerators.json} of {@code
 * dev/llmbench/plan}. The key {@code llmbench.model-profile} replaces the whole annotation for one run: a file, or {@code
 * model@accelerator}, with {@code model@4xaccelerator} for four of them.
 *
 * <p>A figure that is not a number above 0, or an unknown name, fails the test before anything is sent.
 */
@Documented
@Inherited
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface ModelProfile {
    /** A predefined model, such as {@code llama-3.1-8b}. Default: none. */
    String model() default "";

    /** A predefined accelerator, such as {@code h100-sxm}. Default: none. */
    String accelerator() default "";

    /** The number of these accelerators that serve the model together. Default 1. */
    int devices() default 1;

    /**
     * A JSON file with the names of these attributes in snake case, such as {@code bytes_per_parameter}, located like a
     * dataset. Default: none. Cannot be combined with {@link #model()} and {@link #accelerator()}, which the file then
     * names.
     */
    String file() default "";

    /** All parameters of the model. Default NaN: not given. */
    double parameters() default Double.NaN;

    /** The parameters that one token uses; fewer in a mixture of experts. Default NaN: all of them. */
    double activeParameters() default Double.NaN;

    /** Bytes of a parameter as served: 2 for BF16, 1 for FP8, 0.5 for 4 bits. Default NaN: not given. */
    double bytesPerParameter() default Double.NaN;

    /** Layers with a KV cache. Default NaN: not given. */
    double layers() default Double.NaN;

    /** KV heads of a layer. Default NaN: not given. */
    double kvHeads() default Double.NaN;

    /** Numbers in a key or a value of one head. Default NaN: not given. */
    double headSize() default Double.NaN;

    /** Bytes of each of these numbers as served. Default NaN: not given. */
    double bytesPerKvNumber() default Double.NaN;

    /** Bytes of the KV cache for one token, in place of the four above. Default NaN: not given. */
    double kvBytesPerToken() default Double.NaN;

    /** Peak memory bandwidth of all devices together, in bytes per second. Default NaN: not given. */
    double peakBandwidth() default Double.NaN;

    /** Peak dense FLOP/s of all devices together at the precision in which the model computes. Default NaN: not given. */
    double peakFlops() default Double.NaN;
}
