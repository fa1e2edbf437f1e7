package dev.llmbench.plan;

/**
 * The unit of a stage's target.
 *
 * <pre>{@code
 * LoadTestBuilder described = LoadTest.builder().load(LoadModel.ARRIVAL_RATE).stage(12.5, ofMinutes(5));
 * }</pre>
 */
public enum LoadModel {
    /**
     * Virtual users, each of which sends its next request after the previous one has been answered: the closed model, k6's
     * {@code ramping-vus}. A slow server slows the load down.
     */
    VIRTUAL_USERS,
    /**
     * Requests per second, evenly spaced, regardless of the responses: the open model, k6's {@code ramping-arrival-rate}. A
     * request starts each time the integral of the rate reaches a whole number.
     */
    ARRIVAL_RATE,
    /** Requests per second, spaced by a Poisson process: the open model with independent users. */
    POISSON_ARRIVAL_RATE,
    /** The requests of a trace, each at its recorded arrival time: the open model without stages. See {@link TraceReplay}. */
    TRACE;

    /** Whether requests arrive regardless of the responses. */
    public boolean isOpen() {
        return this != VIRTUAL_USERS;
    }

    /** Formats a level with its unit, such as {@code 10 users} or {@code 2.5/s}. */
    public String words(double level) {
        if (isOpen()) {
            return number(level) + "/s";
        }
        return number(level) + (level == 1 ? " user" : " users");
    }

    /** Formats a level without its unit, and a whole number without decimals. */
    static String number(double level) {
        return level == Math.rint(level) ? String.valueOf((long) level) : String.valueOf(level);
    }
}
