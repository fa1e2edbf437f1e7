package dev.llmbench.plan;

import java.time.Duration;

/**
 * The stages raise the load until a budget breaks for a sustained time, and then it ends.
 *
 * <p>Each stage is cut into equal windows of at most a third of that time. A budget breaks where it is over its limit in
 * three successive windows that have enough requests to tell, without those near a stall of the load generator; a single
 * slow moment is in one of them, or two. The load also breaks where an arrival is dropped at the bound on requests in flight.
 *
 * <pre>{@code
 * RisingLoad rising = new RisingLoad(ofSeconds(10));
 * }</pre>
 *
 * @param sustained for how long a budget must be over its limit; 3 s at least
 */
public record RisingLoad(Duration sustained) implements BreakpointHunt {

    /** For how long where nobody says. */
    public static final Duration USUALLY_SUSTAINED = Duration.ofSeconds(10);

    /** How many successive windows make a sustained time. */
    public static final int WINDOWS = 3;

    public RisingLoad {
        if (sustained.compareTo(Duration.ofSeconds(WINDOWS)) < 0) {
            throw ConfigurationException.of(
                    "sustained",
                    Durations.format(sustained),
                    "a budget that is broken for less than 3s may be broken by chance",
                    "Write for example \"10s\"");
        }
    }

    /** The longest that a window may be. */
    public Duration window() {
        return sustained.dividedBy(WINDOWS);
    }

    @Override
    public String inWords() {
        return "until a budget breaks for " + Durations.format(sustained);
    }
}
