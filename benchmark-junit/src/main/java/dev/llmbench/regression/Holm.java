package dev.llmbench.regression;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Divides the probability of a false alarm among several tests. Source: S. Holm, "A Simple Sequentially Rejective Multiple Test
 * Procedure", Scandinavian Journal of Statistics 6 (1979).
 */
final class Holm {
    private Holm() {}

    /**
     * Returns the level to use for each test, such that any of them rejects wrongly in at most {@link
     * RelativeVerdict#FALSE_ALARMS 1 %} of runs. From the first test that does not reject, all further tests use its level.
     *
     * @param chances the p-values
     */
    static double[] levels(double[] chances) {
        int[] order = IntStream.range(0, chances.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> chances[i]))
                .mapToInt(i -> i)
                .toArray();
        double[] levels = new double[chances.length];
        int rejected = 0;
        for (int i : order) {
            levels[i] = RelativeVerdict.FALSE_ALARMS / (chances.length - rejected);
            rejected += chances[i] <= levels[i] ? 1 : 0;
        }
        return levels;
    }
}
