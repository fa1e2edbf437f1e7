package dev.llmbench.regression;

import java.util.ArrayList;
import java.util.List;

/**
 * How much runs of unchanged code differ from each other, on the logarithmic scale. The spread belongs to the machine and
 * the load, the level to the code: so it is pooled over epochs, each around its own mean.
 *
 * @param variance between runs
 * @param degrees of freedom that it is known with
 */
record Spread(double variance, double degrees) {
    /** Where too few runs are known: a spread of 8 % that weighs as much as five runs would. */
    private static final double ASSUMED = 0.08;

    private static final int ASSUMED_DEGREES = 4;
    private static final int FEWEST_RUNS = 5;
    private static final int FEWEST_DEGREES = 9;

    /**
     * Pools the groups.
     *
     * @param compared the runs that are compared with
     * @param others more runs, in groups of the same code
     * @param ownVariance what single runs vary by even where nothing differs between them: a lower bound
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
