package dev.llmbench.result;

import java.time.Duration;

/**
 * How long the generator's JVM stood still: pauses to collect garbage, a machine without a free processor.
 *
 * <pre>{@code
 * Duration longest = result.facts().stalls().longest();
 * }</pre>
 *
 * @param total the stalls longer than the plan's lag tolerance, together
 * @param longest the longest of them
 */
public record Stalls(Duration total, Duration longest) {

    /** It never did. */
    public static final Stalls NONE = new Stalls(Duration.ZERO, Duration.ZERO);
}
