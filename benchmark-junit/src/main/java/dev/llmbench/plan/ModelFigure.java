package dev.llmbench.plan;

import java.util.Locale;

/**
 * The figures of a {@link ModelProfile}, each a number above 0.
 *
 * <pre>{@code
 * ModelFigure figure = ModelFigure.PARAMETERS;
 * String key = figure.key();
 * }</pre>
 */
public enum ModelFigure {
    /** All parameters of the model. */
    PARAMETERS,
    /** The parameters that one token uses; by default all of them. Fewer in a mixture of experts. */
    ACTIVE_PARAMETERS,
    /** Bytes of a parameter as served: 2 for BF16, 1 for FP8, 0.5 for 4 bits. */
    BYTES_PER_PARAMETER,
    /** Layers with a KV cache. */
    LAYERS,
    /** KV heads of a layer; fewer than its attention heads with grouped-query attention. */
    KV_HEADS,
    /** Numbers in a key or a value of one head. */
    HEAD_SIZE,
    /** Bytes of each of these numbers as served: 2 for BF16, 1 for FP8. */
    BYTES_PER_KV_NUMBER,
    /** Bytes of the KV cache for one token, in place of the four figures above. */
    KV_BYTES_PER_TOKEN,
    /** Peak memory bandwidth of all devices together, in bytes per second. */
    PEAK_BANDWIDTH,
    /** Peak dense FLOP/s of all devices together, at the precision in which the model computes, without sparsity. */
    PEAK_FLOPS;

    /** Returns the figure's name in JSON: lower case with underscores. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
