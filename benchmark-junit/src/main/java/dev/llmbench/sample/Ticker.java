package dev.llmbench.sample;

/** The one clock of a run: monotonic nanoseconds with an arbitrary origin. Tests inject one that they move by hand. */
@FunctionalInterface
public interface Ticker {

    /** Nanoseconds since an arbitrary, fixed moment. */
    long nanos();

    /** The clock of the machine, {@link System#nanoTime()}. */
    static Ticker system() {
        return System::nanoTime;
    }
}
