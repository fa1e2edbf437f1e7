package dev.llmbench.engine;

/** When requests arrive in the open model. For one thread. */
interface ArrivalTimes {
    long NO_MORE = Long.MAX_VALUE;

    /** The time of the next arrival in microseconds from its start, never before the one before it; {@link #NO_MORE} after the last. */
    long next();
}
