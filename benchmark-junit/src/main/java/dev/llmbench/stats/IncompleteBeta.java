package dev.llmbench.stats;

/**
 * The regularized incomplete beta function, computed as a continued fraction (DLMF 8.17.22) with Lentz's method. The
 * binomial distribution and Student's t distribution are both special cases of it.
 */
final class IncompleteBeta {
    private static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);
    private static final double CONVERGED = 1e-15;
    private static final double TINY = 1e-300;
    private static final int MOST_TERMS = 100_000;

    /** Below this, Stirling's series is less accurate than a product. */
    private static final double SMALL = 32;

    private IncompleteBeta() {}

    /**
     * Returns the probability that a beta variable is at most x.
     *
     * @param a the first shape, above 0
     * @param b the second shape, above 0
     * @param x between 0 and 1
     * @param y {@code 1 - x}, passed separately so that a small one keeps its digits
     */
    static double regularized(double a, double b, double x, double y) {
        return regularized(a, b, x, y, logBeta(a, b));
    }

    /**
     * Returns the same, given the logarithm of the beta function of the shapes, for callers that use the same shapes
     * often.
     */
    static double regularized(double a, double b, double x, double y, double logBeta) {
        if (x <= 0) {
            return 0;
        }
        if (y <= 0) {
            return 1;
        }
        // The fraction converges fast only on this side of the mean; the other side is the complement.
        return x < (a + 1) / (a + b + 2) ? lower(a, b, x, y, logBeta) : 1 - lower(b, a, y, x, logBeta);
    }

    private static double lower(double a, double b, double x, double y, double logBeta) {
        double logFront = a * Math.log(x) + b * Math.log(y) - logBeta;
        return Math.min(1, Math.exp(logFront) / a / fraction(a, b, x));
    }

    private static double fraction(double a, double b, double x) {
        double value = 1;
        double c = 1;
        double d = 0;
        for (int i = 1; i < MOST_TERMS; i++) {
            double term = term(a, b, x, i);
            d = 1 / away(1 + term * d);
            c = away(1 + term / c);
            value *= c * d;
            if (Math.abs(c * d - 1) < CONVERGED) {
                break;
            }
        }
        return value;
    }

    private static double term(double a, double b, double x, int i) {
        int half = i / 2;
        double m = half;
        return i % 2 == 0
                ? m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
                : -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    }

    private static double away(double fromZero) {
        return Math.abs(fromZero) < TINY ? TINY : fromZero;
    }

    static double logBeta(double a, double b) {
        return logGamma(a) + logGamma(b) - logGamma(a + b);
    }

    private static double logGamma(double x) {
        double product = 1;
        double z = x;
        while (z < SMALL) {
            product *= z++;
        }
        double square = z * z;
        double series = (1.0 / 12 - (1.0 / 360 - 1.0 / 1260 / square) / square) / z;
        return (z - 0.5) * Math.log(z) - z + HALF_LOG_TWO_PI + series - Math.log(product);
    }
}
