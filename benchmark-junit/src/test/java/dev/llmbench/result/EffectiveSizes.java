package dev.llmbench.result;

/** Lends the size of a series to tests of other packages. */
public final class EffectiveSizes {
    private EffectiveSizes() {}

    public static double of(boolean[] over) {
        return EffectiveSize.ofSeries(over);
    }
}
