package dev.llmbench.result;

/**
 * The number of samples of a latency over a limit.
 *
 * <pre>{@code
 * double share = new Exceedance(1_000, 50).share();
 * }</pre>
 *
 * @param samples the requests (for chunk gaps, the gaps) with a sample, and those that were cut off or timed out after
 *     waiting longer than the limit
 * @param over those over the limit, including the ones that were cut off
 * @param surely those over it even without the delay that the load generator may have added
 * @param possibly those over it if the load generator added nothing and took away as much as it may have
 */
public record Exceedance(long samples, long over, long surely, long possibly) {

    /** Creates the count of samples that the load generator did not delay. */
    public Exceedance(long samples, long over) {
        this(samples, over, over, over);
    }

    /** Returns the fraction of samples over the limit; NaN if there are none. */
    public double share() {
        return (double) over / samples;
    }
}
