package dev.llmbench.metric;

/**
 * How much of its hardware a model uses, as shares of 1. The formulas assume one token per decoding step: speculative
 * decoding, which gives several, breaks the formula of MBU and may lift it over 1.
 */
public final class Utilization {
    /** A multiplication and an addition for each parameter. */
    private static final double FLOP_PER_PARAMETER = 2;

    private Utilization() {}

    /**
     * Model bandwidth utilization: the bandwidth that a decoding step must have had, over the peak. Source: Databricks, "LLM
     * Inference Performance Engineering: Best Practices" (2023).
     *
     * @param parameterBytes bytes of all parameters, each read once a step
     * @param kvBytes bytes of the KV cache that a step reads, of all streams together
     * @param tpotMicros time per output token, which is that of a step, in microseconds
     * @param peakBandwidth peak memory bandwidth of all devices together, in bytes a second
     */
    public static double mbu(double parameterBytes, double kvBytes, double tpotMicros, double peakBandwidth) {
        return (parameterBytes + kvBytes) / (tpotMicros / 1e6) / peakBandwidth;
    }

    /**
     * Model throughput utilization: tokens a second over those that the peak FLOP/s could compute at two FLOP a parameter
     * and token. It is MFU (model FLOPs utilization, forward pass, the attention term left out) said in tokens. Source of
     * MFU: Chowdhery et al., "PaLM: Scaling Language Modeling with Pathways" (2022), appendix B; of the two FLOP: Kaplan et
     * al., "Scaling Laws for Neural Language Models" (2020), section 2.1.
     *
     * @param tokensPerSecond uncached prompt tokens and output tokens a second
     * @param activeParameters the parameters that one token uses
     * @param peakFlops peak FLOP/s of all devices together
     */
    public static double mtu(double tokensPerSecond, double activeParameters, double peakFlops) {
        return tokensPerSecond / (peakFlops / (FLOP_PER_PARAMETER * activeParameters));
    }

    /**
     * Bytes of the KV cache for one token: a key and a value for each layer and KV head.
     *
     * @param layers layers of the model
     * @param kvHeads KV heads of a layer, which with grouped queries are fewer than its heads
     * @param headSize numbers in a key or a value
     * @param bytesPerNumber bytes of each of them
     */
    public static double kvBytesPerToken(double layers, double kvHeads, double headSize, double bytesPerNumber) {
        return 2 * layers * kvHeads * headSize * bytesPerNumber;
    }
}
