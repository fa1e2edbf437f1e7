package dev.llmbench.sample;

/**
 * A time in which the load generator may have stood still: a pause to collect garbage, or a machine without a free
 * processor.
 *
 * <pre>{@code
 * Stall stall = new Stall(1_200_000, 1_450_000);
 * }</pre>
 *
 * @param fromMicros the last sign of life before it, in microseconds from the start of the run
 * @param toMicros the next sign of life, likewise
 */
public record Stall(long fromMicros, long toMicros) {

    public Stall {
        if (fromMicros < 0 || toMicros < fromMicros) {
            throw new IllegalArgumentException("A stall begins at or after the start of the run and ends later: "
                    + fromMicros + " µs, " + toMicros + " µs");
        }
    }

    /** Its length in microseconds. */
    public long micros() {
        return toMicros - fromMicros;
    }
}
