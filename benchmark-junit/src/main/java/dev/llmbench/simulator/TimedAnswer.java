package dev.llmbench.simulator;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An answer that is sent on a schedule, from the request's admission to its last byte. It has no clock of its own. */
abstract class TimedAnswer {

    /** The state of the connection after a step. */
    enum Progress {
        /** More follows at {@link TimedAnswer#due()}. */
        MORE,
        /** The answer is complete. */
        COMPLETE,
        /** The connection is closed normally. */
        CLOSE,
        /** The connection is reset. */
        RESET,
        /** Nothing more is sent, and the connection stays open. */
        HANGS
    }

    final Wire wire;
    final AnswerPlan plan;
    final CompletionRequest request;
    final long number;
    final boolean closes;
    final RequestTrace trace;
    final @Nullable Fault fault;
    private long start;

    /**
     * @param number the number of the request, from which the answer's id and text are derived
     * @param closes whether the connection is closed after the answer
     */
    TimedAnswer(
            Wire wire, AnswerPlan plan, CompletionRequest request, long number, boolean closes, RequestTrace trace) {
        this.wire = wire;
        this.plan = plan;
        this.request = request;
        this.number = number;
        this.closes = closes;
        this.trace = trace;
        this.fault = plan.fault().orElse(null);
    }

    /** Sends what a client sees as soon as its request is accepted. */
    void open(Outbox out) throws IOException {}

    /** Starts the schedule. */
    final void start(long now) {
        start = now;
        trace.started(now);
    }

    /** Returns when the next step is due. */
    final long due() {
        return start + plan.offset(nextToken());
    }

    /** Returns the token with which the next step is due. */
    abstract int nextToken();

    /** Sends what is due. */
    abstract Progress emit(long now, Outbox out) throws IOException;

    final RequestTrace trace() {
        return trace;
    }
}
