package dev.llmbench.engine;

/** Sends requests by one load model. For the engine's thread. */
interface Driver {

    /** What the plan has now: virtual users, or requests a second. */
    double level();

    /** Sends nothing any more. */
    void dismiss();

    /** Whether the plan's limits let no more requests through, whatever its stages still say. */
    boolean isExhausted();

    /** How many requests should have started and did not, since too many were in flight. */
    default long dropped() {
        return 0;
    }
}
