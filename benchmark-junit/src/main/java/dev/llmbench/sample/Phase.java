package dev.llmbench.sample;

import java.util.Locale;

/**
 * Whether a request belongs to the warm-up, which is not part of any metric, or to the measured run.
 *
 * <pre>{@code
 * RequestsCsv.reader(Path.of("requests.csv")).replay(sample -> System.out.println(sample.phase() == Phase.MEASURED));
 * }</pre>
 */
public enum Phase {
    WARMUP,
    MEASURED;

    /** Returns the word used in CSV: the name in lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
