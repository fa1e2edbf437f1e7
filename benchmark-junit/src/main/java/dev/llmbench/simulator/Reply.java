package dev.llmbench.simulator;

import java.util.Optional;

/** What a request leads to. */
sealed interface Reply {

    /**
     * A complete answer at once.
     *
     * @param trace empty if the request is none for a completion
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record AtOnce(byte[] answer, Optional<RequestTrace> trace) implements Reply {}

    /** A reset of the connection at once. */
    record Reset(RequestTrace trace) implements Reply {}

    /** An answer that takes its time and a place in the capacity. */
    record Generate(TimedAnswer answer) implements Reply {}
}
