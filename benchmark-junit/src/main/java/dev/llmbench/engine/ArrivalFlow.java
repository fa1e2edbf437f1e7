package dev.llmbench.engine;

import dev.llmbench.plan.Load;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests by a schedule, regardless of the answers. Arrivals while too many requests are in flight are dropped and
 * counted. Each request of a trace has its own time, so a dropped one takes its prompt with it. A sequence of several requests
 * starts only at every n-th arrival, so that the schedule still determines the number of requests.
 */
final class ArrivalFlow {
    private static final int NO_USER = 0;

    private final Load load;
    private final TimerQueue timers;
    private final Dispatcher dispatcher;
    private final long end;
    private long arrived;
    private long dropped;
    private boolean dismissed;

    ArrivalFlow(Load load, TimerQueue timers, Dispatcher dispatcher) {
        this.load = load;
        this.timers = timers;
        this.dispatcher = dispatcher;
        this.end = load.end().toNanos() / 1_000;
    }

    /**
     * Sends requests by the schedule.
     *
     * @param offset when the schedule begins, in microseconds of the run
     * @param until when arrivals end, likewise
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
        if (dismissed || dispatcher.isSpent()) {
            return false;
        }
        int requests = dispatcher.rounds().requests();
        if (arrived++ % requests != 0) {
            return true;
        }
        if (dispatcher.inFlight() < load.maxInFlight()) {
            send(dispatcher.begin(scheduled), scheduled);
        } else {
            dropped += requests;
            if (load.replay().isPresent()) {
                dispatcher.passOver();
            }
        }
        return true;
    }

    private void send(Step step, long scheduled) {
        dispatcher.send(
                NO_USER,
                scheduled,
                step,
                (sample, next) -> goOn(next, sample.at().end()));
    }

    private void goOn(Step.@Nullable Next next, long scheduled) {
        if (next != null && !dismissed && scheduled < end) {
            send(next.step(), scheduled);
        }
    }

    void dismiss() {
        dismissed = true;
    }

    long dropped() {
        return dropped;
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
