package dev.llmbench.dataset;

/** Steele, Lea and Flood's mixer (SplitMix64): similar numbers become dissimilar ones. */
final class SplitMix {
    private SplitMix() {}

    static long of(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
