package dev.llmbench.regression;

import dev.llmbench.stats.StudentT;

/**
 * A difference from the baseline on the logarithmic scale, and its uncertainty.
 *
 * @param difference the difference; above 0 if the figure is worse
 * @param error its standard error
 * @param degrees the degrees of freedom of the error
 */
record Deviation(double difference, double error, double degrees) {
    /** The probability of missing a slowdown of the reported size, and of wrongly calling a pass proven. */
    static final double MISSED = 0.05;

    private static final double TINY = 1e-12;

    Deviation {
        error = Math.max(error, TINY);
    }

    /** Returns the probability of a difference at least as large if nothing has changed. */
    double chance() {
        return StudentT.upperTail(difference / error, degrees);
    }

    /** Returns a lower bound of the true difference, with this probability of being wrong. */
    double atLeast(double chance) {
        return difference - StudentT.quantile(chance, degrees) * error;
    }

    /** Returns an upper bound of the true difference, with a probability of 5 % of being wrong. */
    double atMost() {
        return difference + StudentT.quantile(MISSED, degrees) * error;
    }

    /** Returns the smallest difference that is detected in 95 of 100 runs, by a test at this level and with this limit. */
    double detectable(double level, double logLimit) {
        return Math.max(StudentT.quantile(level, degrees) * error, logLimit)
                + StudentT.quantile(MISSED, degrees) * error;
    }
}
