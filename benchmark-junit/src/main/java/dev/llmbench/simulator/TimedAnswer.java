package dev.llmbench.simulator;

import java.io.IOException;

/** An answer that takes its time, from the request's admission to its last byte. It knows its timetable and no clock. */
interface TimedAnswer {

    /** What is to become of the connection after a step. */
    enum Progress {
        /** There is more to come at {@link TimedAnswer#due()}. */
        MORE,
        /** The answer is complete. */
        COMPLETE,
        /** The connection is to be closed in order. */
        CLOSE,
        /** The connection is to be reset. */
        RESET,
        /** Nothing more will ever come. */
        HANGS
    }

    /** Puts out what a client sees as soon as its request is accepted. */
    void open(Outbox out) throws IOException;

    /** Starts the timetable. */
    void start(long now);

    /** When the next step is due. */
    long due();

    /** Puts out what is due. */
    Progress emit(long now, Outbox out) throws IOException;

    RequestTrace trace();
}
