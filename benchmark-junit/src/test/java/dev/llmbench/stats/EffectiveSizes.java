package dev.llmbench.stats;

/** Lends the size of a series to tests of other packages. */
public final class EffectiveSizes {
    private EffectiveSizes() {}

    public static double of(boolean[] over) {
        return EffectiveSize.ofSeries(over);
    }
}
