package dev.llmbench.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Held against figures that others have published. */
class UtilizationTest {

    /**
     * Databricks, "LLM Inference Performance Engineering: Best Practices" (2023), "Model Bandwidth Utilization": "if a 7B
     * parameter running with 16-bit precision has TPOT equal to 14ms, then it's moving 14GB of parameters in 14ms
     * translating to 1TB/sec bandwidth usage. If the peak bandwidth of the machine is 2TB/sec, we are running at an MBU of
     * 50%." Their example leaves the KV cache out.
     */
    @Test
    void mbuIsThatOfDatabricksExample() {
        assertThat(Utilization.mbu(7e9 * 2, 0, 14_000, 2e12)).isEqualTo(0.5, within(1e-12));
    }

    @Test
    void theKvCacheIsReadBesideTheParameters() {
        assertThat(Utilization.mbu(14e9, 7e9, 14_000, 2e12)).isEqualTo(0.75, within(1e-12));
    }

    /**
     * Pope et al., "Efficiently Scaling Transformer Inference" (2022), https://arxiv.org/abs/2211.05102, table 2: PaLM 540B
     * on 64 TPU v4 chips of 275 TFLOP/s (BF16), 512 sequences. 2,048 prompt tokens each take 85.2 s at an MFU of 76 %; 64
     * output tokens each take 6.0 s at an MFU of 33 %. MTU is MFU said in tokens.
     */
    @Test
    void mtuIsTheMfuThatPopeAndOthersPublished() {
        double peakFlops = 64 * 275e12;

        assertThat(Utilization.mtu(512 * 2_048 / 85.2, 540e9, peakFlops)).isEqualTo(0.76, within(0.005));
        assertThat(Utilization.mtu(512 * 64 / 6.0, 540e9, peakFlops)).isEqualTo(0.33, within(0.01));
    }

    /**
     * NVIDIA, "Mastering LLM Techniques: Inference Optimization" (2023): the KV cache of Llama 2 7B (32 layers, 4,096 wide,
     * that is 32 heads of 128) in 16 bits takes about 2 GB for one sequence of 4,096 tokens.
     */
    @Test
    void aTokenTakesAKeyAndAValueInEachLayer() {
        assertThat(4_096 * Utilization.kvBytesPerToken(32, 32, 128, 2)).isEqualTo(2.147e9, within(0.001e9));
    }
}
