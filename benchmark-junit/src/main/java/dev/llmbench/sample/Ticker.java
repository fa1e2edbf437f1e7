package dev.llmbench.sample;

/**
 * The only clock of a run: monotonic nanoseconds with an arbitrary origin. Tests inject one that they advance manually.
 */
@FunctionalInterface
public interface Ticker {

    /** Returns the nanoseconds since an arbitrary, fixed moment. */
    long nanos();

    /** Returns the clock of the machine, {@link System#nanoTime()}. */
    static Ticker system() {
        return System::nanoTime;
    }
}
