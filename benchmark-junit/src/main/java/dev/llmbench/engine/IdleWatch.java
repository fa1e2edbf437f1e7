package dev.llmbench.engine;

import dev.llmbench.plan.Durations;
import dev.llmbench.sample.Outcome;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Cuts off requests whose response has stalled. Each is checked no sooner than it can have been silent for long enough, so that
 * reads in between cost nothing. Used by the engine's thread only.
 */
final class IdleWatch {
    private record Look(long at, InFlightRequest flight) {}

    private final PriorityQueue<Look> looks = new PriorityQueue<>(Comparator.comparingLong(Look::at));
    private final long timeout;
    private final String why;

    IdleWatch(Duration timeout) {
        this.timeout = timeout.toNanos() / 1_000;
        this.why = "idle: nothing of the response came for " + Durations.format(timeout);
    }

    void add(InFlightRequest flight) {
        looks.add(new Look(flight.dispatchedAt() + timeout, flight));
    }

    void cutIdle(long now) {
        for (Look due = looks.peek();
                due != null && (due.flight().hasLanded() || due.at() <= now);
                due = looks.peek()) {
            looks.remove();
            look(due.flight(), now);
        }
    }

    private void look(InFlightRequest flight, long now) {
        if (flight.hasLanded()) {
            return;
        }
        long silentSince = flight.silentSince();
        if (silentSince + timeout <= now) {
            flight.cut(Outcome.TIMEOUT, why);
        } else {
            looks.add(new Look(silentSince + timeout, flight));
        }
    }

    /** The time of the next check. */
    long next() {
        Look first = looks.peek();
        return first == null ? TimerQueue.NEVER : first.at();
    }
}
