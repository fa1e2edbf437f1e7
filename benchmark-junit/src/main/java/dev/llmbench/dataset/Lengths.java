package dev.llmbench.dataset;

import java.util.Random;

/**
 * How many tokens texts have.
 *
 * @param mean their mean
 * @param spread how far a uniform one goes to either side, or the standard deviation of a normal one
 * @param normal whether it is normal, cut off at 1 token and three deviations from the mean, rather than uniform
 */
record Lengths(int mean, int spread, boolean normal) {
    private static final int CUT = 3;

    /** The shortest that can come. */
    int least() {
        return normal ? Math.max(1, mean - CUT * spread) : mean - spread;
    }

    int draw(Random random) {
        if (!normal) {
            return least() + random.nextInt(2 * spread + 1);
        }
        while (true) {
            double deviations = gaussian(random);
            if (Math.abs(deviations) <= CUT) {
                return Math.max(1, (int) Math.round(mean + deviations * spread));
            }
        }
    }

    /** Twelve uniform numbers, whose sum is close enough and the same on every Java version. */
    private static double gaussian(Random random) {
        double sum = -6;
        for (int i = 0; i < 12; i++) {
            sum += random.nextDouble();
        }
        return sum;
    }
}
