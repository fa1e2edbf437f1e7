package dev.llmbench.engine;

import dev.llmbench.sample.RequestSample;

/** Sends requests according to a load model. Used by the engine's thread only. */
interface Driver {

    /** The plan's current level: virtual users, or requests per second. */
    double level();

    /** Stops sending. */
    void dismiss();

    /** Whether the plan's limits allow no more requests, whatever its stages say. */
    boolean isExhausted();

    /** Called when a request has ended, measured or not. */
    default void landed(RequestSample sample) {}

    /** Called whenever something has happened, after it was processed. */
    default void settled(long now) {}
}
