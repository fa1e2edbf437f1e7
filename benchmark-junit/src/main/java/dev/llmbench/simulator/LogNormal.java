package dev.llmbench.simulator;

import java.util.random.RandomGenerator;

/**
 * The log-normal distribution with a given median and 95th percentile, which are the figures usually known about
 * servers.
 */
record LogNormal(double mu, double sigma) {

    /** The standard normal distribution's 95th percentile. */
    private static final double Z95 = 1.6448536269514722;

    static LogNormal of(double median, double p95) {
        return new LogNormal(Math.log(median), Math.log(p95 / median) / Z95);
    }

    double draw(RandomGenerator random) {
        return Math.exp(mu + sigma * random.nextGaussian());
    }
}
