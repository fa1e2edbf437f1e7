package dev.llmbench.benchmark;

import java.util.List;
import java.util.Locale;

/** Nearest-rank percentiles of times in milliseconds. */
record Percentiles(double p50, double p95, double p99) {

    static Percentiles of(List<Double> millis) {
        List<Double> sorted = millis.stream().sorted().toList();
        return new Percentiles(nearest(sorted, 50), nearest(sorted, 95), nearest(sorted, 99));
    }

    private static double nearest(List<Double> sorted, int percent) {
        return sorted.isEmpty() ? Double.NaN : sorted.get((int) Math.ceil(sorted.size() * percent / 100.0) - 1);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.1f / %.1f / %.1f", p50, p95, p99);
    }
}
