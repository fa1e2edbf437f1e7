package dev.llmbench.regression;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Shares the chance of a false alarm between several tests. Source: S. Holm, "A Simple Sequentially Rejective Multiple Test
 * Procedure", Scandinavian Journal of Statistics 6 (1979).
 */
final class Holm {
    private Holm() {}

    /**
     * The level that each test is held against, such that one of them rejects wrongly in at most {@link
     * RelativeVerdict#FALSE_ALARMS 1 %} of runs. From the
     * first that does not reject on, that one's level is the others' too.
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
