package dev.llmbench.engine;

import dev.llmbench.plan.Durations;
import dev.llmbench.sample.Outcome;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Cuts off requests whose response has stalled. Each is only checked when it may have been silent for long enough, so that
 * reads in between cost nothing. Used by the engine's thread only.
 */
final class IdleWatch {
    private record Check(long at, InFlightRequest flight) {}

    private final PriorityQueue<Check> checks = new PriorityQueue<>(Comparator.comparingLong(Check::at));
    private final long timeout;
    private final String why;

    IdleWatch(Duration timeout) {
        this.timeout = timeout.toNanos() / 1_000;
        this.why = "idle: no byte of the response arrived for " + Durations.format(timeout);
    }

    void add(InFlightRequest flight) {
        checks.add(new Check(flight.dispatchedAt() + timeout, flight));
    }

    void cutIdle(long now) {
        for (Check due = checks.peek();
                due != null && (due.flight().hasLanded() || due.at() <= now);
                due = checks.peek()) {
            checks.remove();
            check(due.flight(), now);
        }
    }

    private void check(InFlightRequest flight, long now) {
        if (flight.hasLanded()) {
            return;
        }
        long silentSince = flight.silentSince();
        if (silentSince + timeout <= now) {
            flight.cut(Outcome.TIMEOUT, why);
        } else {
            checks.add(new Check(silentSince + timeout, flight));
        }
    }

    /** The time of the next check. */
    long next() {
        Check first = checks.peek();
        return first == null ? TimerQueue.NEVER : first.at();
    }
}
