package dev.llmbench.plan;

/**
 * What a stage's target is a number of.
 *
 * <pre>{@code
 * LoadTestBuilder described = LoadTest.builder().load(LoadModel.ARRIVAL_RATE).stage(12.5, ofMinutes(5));
 * }</pre>
 */
public enum LoadModel {
    /**
     * Virtual users, each sending its next request when the one before is answered: the closed model, k6's
     * {@code ramping-vus}. A slow server slows the load down.
     */
    VIRTUAL_USERS,
    /**
     * Requests a second, evenly spaced, whatever the answers: the open model, k6's {@code ramping-arrival-rate}. A request
     * starts each time the integral of the rate reaches a whole number.
     */
    ARRIVAL_RATE,
    /** Requests a second, spaced as by a Poisson process: the open model with independent users. */
    POISSON_ARRIVAL_RATE,
    /** The requests of a trace, each when it arrived there: the open model without stages. See {@link TraceReplay}. */
    TRACE;

    /** Whether requests arrive whatever the answers. */
    public boolean isOpen() {
        return this != VIRTUAL_USERS;
    }

    /** A level of this load in words, such as {@code 10 users} or {@code 2.5/s}. */
    public String words(double level) {
        if (isOpen()) {
            return number(level) + "/s";
        }
        return number(level) + (level == 1 ? " user" : " users");
    }

    /** The number alone: whole where it is. */
    static String number(double level) {
        return level == Math.rint(level) ? String.valueOf((long) level) : String.valueOf(level);
    }
}
