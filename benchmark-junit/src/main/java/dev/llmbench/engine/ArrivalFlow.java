package dev.llmbench.engine;

import dev.llmbench.plan.Load;

/**
 * Sends requests by a schedule, whatever the answers. What arrives while too many are in flight is dropped and counted.
 */
final class ArrivalFlow {
    private static final int NO_USER = 0;

    private final Load load;
    private final Agenda agenda;
    private final Dispatcher dispatcher;
    private long dropped;
    private boolean dismissed;

    ArrivalFlow(Load load, Agenda agenda, Dispatcher dispatcher) {
        this.load = load;
        this.agenda = agenda;
        this.dispatcher = dispatcher;
    }

    /**
     * Sends by the schedule.
     *
     * @param offset when the schedule begins, in microseconds of the run
     * @param end nothing is sent from then on, likewise
     */
    void follow(ArrivalSchedule schedule, long offset, long end) {
        long next = schedule.next();
        // No arrival is NO_MORE: the sum must not wrap around.
        if (next < end - offset) {
            agenda.add(offset + next, () -> {
                if (arrive(offset + next)) {
                    follow(schedule, offset, end);
                }
            });
        }
    }

    private boolean arrive(long scheduled) {
        if (dismissed || dispatcher.isSpent()) {
            return false;
        }
        if (dispatcher.inFlight() < load.maxInFlight()) {
            dispatcher.send(NO_USER, scheduled, sample -> {});
        } else {
            dropped++;
        }
        return true;
    }

    void dismiss() {
        dismissed = true;
    }

    long dropped() {
        return dropped;
    }
}
