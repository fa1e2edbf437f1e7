package dev.llmbench.regression;

import dev.llmbench.stats.StudentT;

/**
 * A difference from the baseline on the logarithmic scale, and how sure it is.
 *
 * @param difference above 0 where the figure is worse
 * @param error its standard error
 * @param degrees of freedom that the error is known with
 */
record Deviation(double difference, double error, double degrees) {
    /** The chance that a slowdown of the size that is told is missed, and that a pass is called proven wrongly. */
    static final double MISSED = 0.05;

    private static final double TINY = 1e-12;

    Deviation {
        error = Math.max(error, TINY);
    }

    /** The chance of a difference as great or greater where nothing has changed. */
    double chance() {
        return StudentT.upperTail(difference / error, degrees);
    }

    /** What the true difference is at least, with this chance of being wrong. */
    double atLeast(double chance) {
        return difference - StudentT.quantile(chance, degrees) * error;
    }

    /** What it is at most, with a chance of 5 % of being wrong. */
    double atMost() {
        return difference + StudentT.quantile(MISSED, degrees) * error;
    }

    /** The smallest difference that is caught in 95 of 100 runs, by a test at this level and with this limit. */
    double detectable(double level, double logLimit) {
        return Math.max(StudentT.quantile(level, degrees) * error, logLimit)
                + StudentT.quantile(MISSED, degrees) * error;
    }
}
