package dev.llmbench.http;

/** A response that has all that it was asked for, and whose body is not at its end. */
interface Draining {

    /** When its end is waited for no longer. */
    long drainsUntil();

    /** Its end did not come in time. */
    void giveUp();
}
