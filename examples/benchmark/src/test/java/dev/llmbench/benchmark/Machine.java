package dev.llmbench.benchmark;

import java.util.Locale;

/** What the machine does beside the load. */
enum Machine {
    /** Nothing else. */
    QUIET,
    /** A few processes take what they can get of its cores. */
    BUSY;

    String title() {
        return name().toLowerCase(Locale.ROOT);
    }
}
