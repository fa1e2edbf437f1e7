package dev.llmbench.engine;

import dev.llmbench.dataset.trace.Trace;
import dev.llmbench.plan.TraceReplay;

/** The arrival times of a trace, replayed at the chosen speed. */
final class TraceArrivals implements ArrivalFlow.Times {
    private static final long SECOND = 1_000_000;

    private final TraceReplay replay;
    private final Trace trace;
    private int request;

    TraceArrivals(TraceReplay replay, Trace trace) {
        this.replay = replay;
        this.trace = trace;
    }

    @Override
    public long next() {
        return request < trace.requests() ? replay.at(trace.micros(request++)) : NO_MORE;
    }

    /** Returns the number of requests due in the second up to the given time, in microseconds from the start of the replay. */
    int dueInTheSecondTo(long now) {
        return firstFrom(now) - firstFrom(now - SECOND);
    }

    /** Returns the number of requests that arrive before the given time. */
    private int firstFrom(long time) {
        int low = 0;
        int high = trace.requests();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (replay.at(trace.micros(middle)) < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
