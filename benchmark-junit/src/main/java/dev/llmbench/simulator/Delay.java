package dev.llmbench.simulator;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * A distribution of durations, from which the simulator draws once per request.
 *
 * <p>Any other distribution can be written as a lambda. Draws below zero count as zero, draws above one day as one day.
 *
 * <pre>{@code
 * Simulator simulator = Simulator.builder().ttft(Delay.uniform(ofMillis(40), ofMillis(60))).start();
 * }</pre>
 */
@FunctionalInterface
public interface Delay {

    /**
     * Draws one duration.
     *
     * @param random the source of randomness; the same seed results in the same draws
     * @return the duration in nanoseconds
     */
    long nanos(RandomGenerator random);

    /** Returns a delay that is always the same duration, zero or more. */
    static Delay fixed(Duration duration) {
        long nanos = Checks.notNegative("duration", duration);
        return random -> nanos;
    }

    /** Returns the uniform distribution from {@code min} to {@code max}. */
    static Delay uniform(Duration min, Duration max) {
        long low = Checks.notNegative("min", min);
        long high = Checks.notNegative("max", max);
        Checks.that(low <= high, "max", max, "must not be less than min=" + min, "swap the two");
        return low == high ? random -> low : random -> random.nextLong(low, high + 1);
    }

    /** Returns the normal distribution, cut off at zero. */
    static Delay normal(Duration mean, Duration standardDeviation) {
        double center = Checks.notNegative("mean", mean);
        double width = Checks.notNegative("standardDeviation", standardDeviation);
        return random -> Math.max(0, Math.round(random.nextGaussian(center, width)));
    }

    /** Returns the exponential distribution with the given mean: often short, sometimes long. */
    static Delay exponential(Duration mean) {
        double scale = Checks.notNegative("mean", mean);
        return random -> Math.round(scale * random.nextExponential());
    }

    /**
     * Returns the log-normal distribution, which fits the long tails of real servers.
     *
     * @param median the median, more than zero
     * @param p95 the 95th percentile, not less than the median
     */
    static Delay logNormal(Duration median, Duration p95) {
        double middle = Checks.notNegative("median", median);
        double tail = Checks.notNegative("p95", p95);
        Checks.that(middle > 0, "median", median, "must be more than zero", "use Delay.fixed(ZERO) for no delay");
        Checks.that(tail >= middle, "p95", p95, "must not be less than median=" + median, "swap the two");
        LogNormal distribution = LogNormal.of(middle, tail);
        return random -> Math.round(distribution.draw(random));
    }
}
