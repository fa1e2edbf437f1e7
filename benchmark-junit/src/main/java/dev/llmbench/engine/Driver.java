package dev.llmbench.engine;

/** Sends requests by a load model. Used by the engine's thread only. */
interface Driver {

    /** The plan's current level: virtual users, or requests per second. */
    double level();

    /** Stops sending. */
    void dismiss();

    /** Whether the plan's limits allow no more requests, whatever its stages say. */
    boolean isExhausted();

    /** The number of requests that did not start because too many were in flight. */
    default long dropped() {
        return 0;
    }
}
