package dev.llmbench.sample;

/**
 * A period in which the load generator may have stalled, for example during garbage collection or while the machine had
 * no free processor.
 *
 * <pre>{@code
 * Stall stall = new Stall(1_200_000, 1_450_000);
 * }</pre>
 *
 * @param fromMicros the last time before it at which the generator ran, in microseconds since the start of the run
 * @param toMicros the next time after it at which the generator ran, in microseconds since the start of the run
 */
public record Stall(long fromMicros, long toMicros) {

    public Stall {
        if (fromMicros < 0 || toMicros < fromMicros) {
            throw new IllegalArgumentException("A stall must begin at or after the start of the run and end later: "
                    + fromMicros + " µs, " + toMicros + " µs");
        }
    }

    /** Returns its length in microseconds. */
    public long micros() {
        return toMicros - fromMicros;
    }
}
