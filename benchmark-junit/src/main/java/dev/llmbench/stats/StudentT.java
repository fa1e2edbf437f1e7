package dev.llmbench.stats;

/** Student's t distribution, computed with the incomplete beta function. */
public final class StudentT {
    private static final int MOST_STEPS = 200;

    /** Coefficients of C. Hastings's rational approximation of normal quantiles (1955), which is accurate to 0.0005. */
    private static final double[] ABOVE = {2.515517, 0.802853, 0.010328};

    private static final double[] BELOW = {1, 1.432788, 0.189269, 0.001308};

    /** A step this small leaves an error of the order of its square. */
    private static final double CONVERGED = 1e-8;

    private StudentT() {}

    /**
     * Returns the value that is exceeded with the given probability.
     *
     * @param tail the probability, above 0 and below one half, such as 0.025
     * @param degrees the degrees of freedom, 1 or more
     */
    public static double quantile(double tail, double degrees) {
        double logBeta = IncompleteBeta.logBeta(degrees / 2, 0.5);
        // The tail is convex from 0 on, so Newton's steps approach the value from below without overshooting it.
        double value = start(tail, degrees);
        for (int i = 0; i < MOST_STEPS; i++) {
            double density =
                    Math.exp(-logBeta - (degrees + 1) / 2 * Math.log1p(value * value / degrees)) / Math.sqrt(degrees);
            double step = (upperTail(value, degrees, logBeta) - tail) / density;
            value += step;
            if (Math.abs(step) <= value * CONVERGED) {
                break;
            }
        }
        return value;
    }

    /** Returns a starting value that is close for many degrees of freedom and too low for few. */
    private static double start(double tail, double degrees) {
        double t = Math.sqrt(-2 * Math.log(tail));
        double normal = Math.max(0, t - polynomial(ABOVE, t) / polynomial(BELOW, t));
        return normal + normal * (normal * normal + 1) / (4 * degrees);
    }

    private static double polynomial(double[] coefficients, double x) {
        double sum = 0;
        for (int i = coefficients.length - 1; i >= 0; i--) {
            sum = sum * x + coefficients[i];
        }
        return sum;
    }

    /** Returns the probability of a value greater than t. */
    public static double upperTail(double t, double degrees) {
        return upperTail(t, degrees, IncompleteBeta.logBeta(degrees / 2, 0.5));
    }

    private static double upperTail(double t, double degrees, double logBeta) {
        double all = degrees + t * t;
        double beyond = IncompleteBeta.regularized(degrees / 2, 0.5, degrees / all, t * t / all, logBeta) / 2;
        return t < 0 ? 1 - beyond : beyond;
    }
}
