package dev.llmbench.regression;

import java.util.ArrayList;
import java.util.List;

/**
 * How much runs of unchanged code differ from each other, on the logarithmic scale. The spread depends on the machine and
 * the load, the level on the code; therefore the spread is pooled over epochs, each around its own mean.
 *
 * @param variance the variance between runs
 * @param degrees the degrees of freedom of the variance
 */
record Spread(double variance, double degrees) {
    /** The spread to assume if too few runs are known: 8 %, with the weight of five runs. */
    private static final double ASSUMED = 0.08;

    private static final int ASSUMED_DEGREES = 4;
    private static final int FEWEST_RUNS = 5;
    private static final int FEWEST_DEGREES = 9;

    /**
     * Pools the groups.
     *
     * @param compared the runs that are compared with
     * @param others further runs, in groups of the same code
     * @param ownVariance the variance of single runs due to their own samples: a lower bound
     */
    static Spread of(Moments compared, List<Moments> others, double ownVariance) {
        List<Moments> all = new ArrayList<>(others);
        all.add(compared);
        double squares = Moments.squares(all);
        double degrees = Moments.degrees(all);
        if (compared.count() < FEWEST_RUNS && degrees < FEWEST_DEGREES) {
            squares += ASSUMED_DEGREES * ASSUMED * ASSUMED;
            degrees += ASSUMED_DEGREES;
        }
        return new Spread(Math.max(squares / degrees, ownVariance), degrees);
    }
}
