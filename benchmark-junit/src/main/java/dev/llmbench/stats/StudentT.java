package dev.llmbench.stats;

/** Student's t distribution, by the incomplete beta function. */
final class StudentT {
    private static final double FAR = 1e9;
    private static final int HALVINGS = 100;

    private StudentT() {}

    /**
     * Returns the value that is exceeded with the probability of the upper tail.
     *
     * @param tail above 0 and below one half, such as 0.025
     * @param degrees of freedom, 1 or more
     */
    static double quantile(double tail, double degrees) {
        double below = 0;
        double above = FAR;
        for (int i = 0; i < HALVINGS && below < above; i++) {
            double middle = (below + above) / 2;
            if (upperTail(middle, degrees) > tail) {
                below = middle;
            } else {
                above = middle;
            }
        }
        return above;
    }

    static double upperTail(double t, double degrees) {
        double all = degrees + t * t;
        return IncompleteBeta.regularized(degrees / 2, 0.5, degrees / all, t * t / all) / 2;
    }
}
