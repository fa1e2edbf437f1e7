package dev.llmbench.engine;

import dev.llmbench.plan.Load;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests by a schedule, regardless of the responses. Arrivals while too many requests are in flight are dropped and
 * counted. A sequence of several requests starts only at every n-th arrival, so that the schedule still determines the
 * number of requests. If there are two endpoints, each gets a request at every arrival.
 */
final class ArrivalFlow {
    private static final int NO_USER = 0;

    private final TimerQueue timers;
    private final Arms arms;
    private final long end;
    private final long maxInFlight;
    private long arrived;
    private boolean dismissed;

    ArrivalFlow(Load load, TimerQueue timers, Arms arms) {
        this.timers = timers;
        this.arms = arms;
        this.end = load.end().toNanos() / 1_000;
        this.maxInFlight = arms.candidate().share().of(load.maxInFlight());
    }

    /**
     * Sends requests by the schedule.
     *
     * @param offset the beginning of the schedule, in microseconds of the run
     * @param until the end of arrivals, likewise
     */
    void follow(Times schedule, long offset, long until) {
        long next = schedule.next();
        // No arrival is NO_MORE: the sum must not wrap around.
        if (next < until - offset) {
            timers.add(offset + next, () -> {
                if (arrive(offset + next)) {
                    follow(schedule, offset, until);
                }
            });
        }
    }

    private boolean arrive(long scheduled) {
        if (dismissed || arms.isSpent()) {
            return false;
        }
        long arrival = arrived++;
        int requests = arms.candidate().rounds().requests();
        if (arrival % requests == 0) {
            boolean owned = arms.candidate().rounds().isOwned(arrival / requests);
            arms.inRandomOrder().forEach(owned ? arm -> arrive(arm, scheduled) : arm -> arm.countElsewhere(scheduled));
        }
        return true;
    }

    private void arrive(Dispatcher arm, long scheduled) {
        if (arm.inFlight() < maxInFlight) {
            send(arm, arm.begin(scheduled), scheduled);
        } else {
            arm.drop();
        }
    }

    private void send(Dispatcher arm, Step step, long scheduled) {
        arm.send(
                NO_USER,
                scheduled,
                step,
                (sample, next) -> proceed(arm, next, sample.at().end()));
    }

    private void proceed(Dispatcher arm, Step.@Nullable Next next, long scheduled) {
        if (next != null && !dismissed && scheduled < end) {
            send(arm, next.step(), scheduled);
        }
    }

    void dismiss() {
        dismissed = true;
    }

    /** The times at which requests arrive in the open model. Not thread-safe. */
    interface Times {
        long NO_MORE = Long.MAX_VALUE;

        /**
         * Returns the time of the next arrival in microseconds from the start, never earlier than the previous one; {@link
         * #NO_MORE} after the last.
         */
        long next();
    }
}
