package dev.llmbench.plan;

/**
 * How two endpoints of one run get their load.
 *
 * <pre>{@code
 * LoadTestBuilder blocks = LoadTest.builder().against("http://localhost:8001").order(ArmOrder.BLOCKS);
 * }</pre>
 */
public enum ArmOrder {
    /**
     * Both at the same time: the same arrivals, and the same prompts. Cancels noise of seconds. If both wait for the same GPU,
     * machine or gateway, each also waits for the other, which hides how much of its capacity the slower one takes.
     */
    SIMULTANEOUS,
    /**
     * In turn, one at a time, block by block, for two endpoints that share a backend. Before each block all requests of the
     * other have ended, and load that is not measured warms the endpoint up.
     */
    BLOCKS
}
