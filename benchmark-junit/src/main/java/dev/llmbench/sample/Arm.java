package dev.llmbench.sample;

import java.util.Locale;

/**
 * The endpoint that a request went to, in a run that compares two.
 *
 * <pre>{@code
 * RequestsCsv.reader(Path.of("requests.csv")).replay(sample -> System.out.println(sample.arm().word()));
 * }</pre>
 */
public enum Arm {

    /** The endpoint under test, which is the only one in other runs. */
    CANDIDATE,

    /** The endpoint that it is compared with. */
    BASELINE;

    /** Returns the name used in files and reports. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
