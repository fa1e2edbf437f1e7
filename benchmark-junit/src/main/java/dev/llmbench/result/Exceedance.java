package dev.llmbench.result;

/**
 * How many samples of a latency are over a limit.
 *
 * <pre>{@code
 * double share = new Exceedance(1_000, 50).share();
 * }</pre>
 *
 * @param samples the requests (for chunk gaps: gaps) that gave a sample, and those that were cut off or timed out after
 * waiting longer than the limit
 * @param over those over the limit, the cut-off ones among them
 */
public record Exceedance(long samples, long over) {

    /** The share of samples over the limit; not a number where there is no sample. */
    public double share() {
        return (double) over / samples;
    }

    Exceedance plus(Exceedance other) {
        return new Exceedance(samples + other.samples, over + other.over);
    }
}
