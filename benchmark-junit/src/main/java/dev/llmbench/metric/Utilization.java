package dev.llmbench.metric;

/**
 * How much of its hardware a model uses, where 1 is all of it. The formulas assume one token per decoding step.
 * Speculative decoding, which yields several, invalidates the formula for MBU and may raise it above 1.
 */
public final class Utilization {
    /** A multiplication and an addition for each parameter. */
    private static final double FLOP_PER_PARAMETER = 2;

    private Utilization() {}

    /**
     * Returns the model bandwidth utilization: the bandwidth that a decoding step must have used, divided by the peak.
     * Source: Databricks, "LLM Inference Performance Engineering: Best Practices" (2023).
     *
     * @param parameterBytes the bytes of all parameters, each of which is read once per step
     * @param kvBytes the bytes of the KV cache that a step reads, for all streams together
     * @param tpotMicros the time per output token, which is the time of a step, in microseconds
     * @param peakBandwidth the peak memory bandwidth of all devices together, in bytes per second
     */
    public static double mbu(double parameterBytes, double kvBytes, double tpotMicros, double peakBandwidth) {
        return (parameterBytes + kvBytes) / (tpotMicros / 1e6) / peakBandwidth;
    }

    /**
     * Returns the model throughput utilization: the tokens per second divided by those that the peak FLOP/s could
     * compute at two FLOP per parameter and token. This is MFU (model FLOPs utilization of the forward pass, without
     * the attention term) expressed in tokens. Source of MFU: Chowdhery et al., "PaLM: Scaling Language Modeling with
     * Pathways" (2022), appendix B; of the two FLOP: Kaplan et al., "Scaling Laws for Neural Language Models" (2020),
     * section 2.1.
     *
     * @param tokensPerSecond the uncached prompt tokens and output tokens per second
     * @param activeParameters the parameters that one token uses
     * @param peakFlops the peak FLOP/s of all devices together
     */
    public static double mtu(double tokensPerSecond, double activeParameters, double peakFlops) {
        return tokensPerSecond / (peakFlops / (FLOP_PER_PARAMETER * activeParameters));
    }

    /**
     * Returns the bytes of the KV cache for one token: a key and a value for each layer and KV head.
     *
     * @param layers the layers of the model
     * @param kvHeads the KV heads of a layer, of which there are fewer than heads if queries are grouped
     * @param headSize the numbers in a key or a value
     * @param bytesPerNumber the bytes of each number
     */
    public static double kvBytesPerToken(double layers, double kvHeads, double headSize, double bytesPerNumber) {
        return 2 * layers * kvHeads * headSize * bytesPerNumber;
    }
}
