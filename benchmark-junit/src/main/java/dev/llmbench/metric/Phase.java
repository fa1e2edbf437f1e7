package dev.llmbench.metric;

import java.util.Locale;

/** Whether a request belongs to the warm-up, which enters no metric, or to the measured run. */
public enum Phase {
    WARMUP,
    MEASURED;

    /** The word used in CSV: the name in lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
