package dev.llmbench.plan;

/**
 * How the load is distributed over the two endpoints of a run.
 *
 * <pre>{@code
 * LoadTestBuilder blocks = LoadTest.builder().against("http://localhost:8001").order(ArmOrder.BLOCKS);
 * }</pre>
 */
public enum ArmOrder {
    /**
     * Both at the same time: the same arrivals, and the same prompts. Cancels noise that lasts for seconds. If both wait for
     * the same GPU, machine or gateway, each also waits for the other, which hides how much capacity the slower one costs.
     */
    SIMULTANEOUS,
    /**
     * One at a time, block by block, for two endpoints that share a backend. Before each block all requests to the other
     * endpoint have ended, and unmeasured load warms the endpoint up.
     */
    BLOCKS
}
